import { Controller } from "@hotwired/stimulus";
import { announce } from "../site/announce";
import { ask } from "../site/http";
import { say } from "../site/words";

/**
 * Shows what others already wrote while a title is being typed.
 *
 *   <div data-controller="similar" data-similar-url-value="/ideas/similar/">
 *     <input name="title" data-similar-target="input" data-action="input->similar#look">
 *     <div class="similar" data-similar-target="list"></div>
 *   </div>
 *
 * The address answers a piece of HTML (empty when nothing is near); each hit is an <li>.
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["input", "list"];
  static override values = {
    url: String,
    delay: { type: Number, default: 150 },
    name: { type: String, default: "title" },
  };
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly urlValue: string;
  declare readonly nameValue: string;
  declare readonly delayValue: number;

  private timer = 0;
  private request: AbortController | undefined;

  override disconnect(): void {
    window.clearTimeout(this.timer);
    this.request?.abort();
  }

  look(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.fetch(), this.delayValue);
  }

  /** What was offered has changed; a number of things is offered now. */
  protected offered(count: number): void {
    if (count > 0) announce(say("similar", { count }));
  }

  private async fetch(): Promise<void> {
    this.request?.abort();
    const text = this.inputTarget.value.trim();
    if (text.length < 2) {
      this.listTarget.replaceChildren();
      this.offered(0);
      return;
    }
    const request = new AbortController();
    this.request = request;
    try {
      const address = new URL(this.urlValue, window.location.href);
      address.searchParams.set(this.nameValue, text);
      const response = await ask(address.href, { signal: request.signal });
      if (!response.ok) return;
      const html = await response.text();
      // An answer that was overtaken by a newer one must not replace it.
      if (this.request !== request) return;
      this.listTarget.innerHTML = html.trim();
      this.offered(this.listTarget.querySelectorAll("li").length);
    } catch {
      // Finding the like is a help, never a hindrance: writing goes on without it.
    }
  }
}
