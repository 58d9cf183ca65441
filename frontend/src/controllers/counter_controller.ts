import { Controller } from "@hotwired/stimulus";
import { say } from "../site/words";

/**
 * Says how many characters are left, after a pause, so that it does not talk over the typing.
 *
 *   <div data-controller="counter" data-counter-limit-value="120">
 *     <input name="title"><span data-counter-target="output" aria-live="polite"></span></div>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["output"];
  static override values = { limit: Number, delay: { type: Number, default: 500 } };
  declare readonly outputTarget: HTMLElement;
  declare readonly limitValue: number;
  declare readonly delayValue: number;
  private timer = 0;
  private readonly onInput = (event: Event): void => {
    window.clearTimeout(this.timer);
    const control = event.target as HTMLInputElement;
    this.timer = window.setTimeout(() => this.tell(control.value), this.delayValue);
  };

  override connect(): void {
    this.element.addEventListener("input", this.onInput);
  }

  override disconnect(): void {
    window.clearTimeout(this.timer);
    this.element.removeEventListener("input", this.onInput);
  }

  private tell(text: string): void {
    // Counted as the server counts: code points, not UTF-16 halves.
    const left = this.limitValue - [...text].length;
    this.outputTarget.textContent = left >= 0 ? say("left", { count: left }) : say("over", { count: -left });
    this.outputTarget.classList.toggle("text-danger", left < 0);
  }
}
