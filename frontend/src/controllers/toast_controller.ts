import { Controller } from "@hotwired/stimulus";
import { say } from "../site/words";

/**
 * Lets messages float, and go away by themselves when nothing is to be done about them.
 *
 *   <div id="messages" role="status" data-controller="toast"><div class="toast" data-toast-target="item">…</div></div>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["item"];
  static override values = { stay: { type: Number, default: 8000 } };
  declare readonly stayValue: number;
  private readonly timers = new Map<HTMLElement, number>();

  override connect(): void {
    this.element.classList.add("toasts--floating");
    // What came with the page is no change of it, which is all that a live region tells: the words come once more.
    window.setTimeout(() => {
      for (const words of this.element.querySelectorAll("p")) words.replaceWith(words.cloneNode(true));
    }, 100);
  }

  itemTargetConnected(item: HTMLElement): void {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast__close";
    close.setAttribute("aria-label", say("close"));
    close.textContent = "×";
    close.addEventListener("click", () => item.remove());
    item.append(close);
    // An error, or a message with a way back, waits until it is put away.
    if (item.classList.contains("toast--error") || item.querySelector("form, a")) return;
    const wait = (): void => {
      this.timers.set(
        item,
        window.setTimeout(() => item.remove(), this.stayValue),
      );
    };
    const hold = (): void => window.clearTimeout(this.timers.get(item));
    item.addEventListener("pointerenter", hold);
    item.addEventListener("focusin", hold);
    item.addEventListener("pointerleave", wait);
    item.addEventListener("focusout", wait);
    wait();
  }

  itemTargetDisconnected(item: HTMLElement): void {
    window.clearTimeout(this.timers.get(item));
    this.timers.delete(item);
  }
}
