import { Controller } from "@hotwired/stimulus";
import { ask, tellFailure } from "../site/http";

/**
 * Shows how a text will look, without leaving the form.
 *
 *   <div data-controller="preview" data-preview-url-value="/preview/">
 *     <textarea name="body" data-preview-target="input"></textarea>
 *     <button type="button" class="button button--quiet js-only" data-action="preview#show" aria-expanded="false"
 *       data-preview-target="button">Preview</button>
 *     <div class="prose panel" data-preview-target="output" hidden></div>
 *   </div>
 *
 * The address takes a POST with `text` and answers clean HTML.
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["input", "output", "button"];
  static override values = { url: String };
  declare readonly inputTarget: HTMLTextAreaElement;
  declare readonly outputTarget: HTMLElement;
  declare readonly buttonTarget: HTMLElement;
  declare readonly hasButtonTarget: boolean;
  declare readonly urlValue: string;

  async show(): Promise<void> {
    if (!this.outputTarget.hidden) {
      this.toggle(false);
      return;
    }
    const body = new FormData();
    body.set("text", this.inputTarget.value);
    let answer: string | undefined;
    try {
      const response = await ask(this.urlValue, { method: "POST", body });
      answer = await response.text();
      if (!response.ok) throw new Error(String(response.status));
      this.outputTarget.innerHTML = answer;
      this.toggle(true);
    } catch {
      tellFailure(answer);
    }
  }

  private toggle(shown: boolean): void {
    this.outputTarget.hidden = !shown;
    if (this.hasButtonTarget) this.buttonTarget.setAttribute("aria-expanded", String(shown));
  }
}
