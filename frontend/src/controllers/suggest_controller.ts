import { announce } from "../site/announce";
import { say } from "../site/words";
import SimilarController from "./similar_controller";

/**
 * Offers what may be meant while a search is typed, as a combobox: the arrows choose, Enter goes there, Escape closes.
 *
 *   <form data-controller="suggest" data-suggest-url-value="/search/suggest/" data-suggest-name-value="q"
 *         data-action="focusout->suggest#leave">
 *     <input id="q" type="search" data-suggest-target="input" data-action="input->suggest#look keydown->suggest#press">
 *     <div class="suggestions" data-suggest-target="list"></div>
 *   </form>
 *
 * The address answers a list of links; each stays one for the mouse. Without a script the box is a box.
 */
export default class extends SimilarController {
  private options: HTMLAnchorElement[] = [];
  private chosen = -1;

  override connect(): void {
    this.inputTarget.setAttribute("role", "combobox");
    this.inputTarget.setAttribute("aria-autocomplete", "list");
    this.inputTarget.setAttribute("aria-expanded", "false");
  }

  press(event: KeyboardEvent): void {
    if (!this.options.length) return;
    if (event.key === "ArrowDown") this.choose(this.chosen + 1);
    else if (event.key === "ArrowUp") this.choose(this.chosen - 1);
    else if (event.key === "Escape") this.close();
    // Enter that ends a syllable chooses nothing.
    else if (event.key === "Enter" && this.chosen >= 0 && !event.isComposing)
      this.options[this.chosen]?.click();
    else return;
    event.preventDefault();
  }

  leave(event: FocusEvent): void {
    if (!this.element.contains(event.relatedTarget as Node | null)) this.close();
  }

  protected override offered(count: number): void {
    const name = `${this.inputTarget.id}-offered`;
    this.options = [...this.listTarget.querySelectorAll("a")];
    this.chosen = -1;
    const list = this.listTarget.querySelector("ul");
    if (list) {
      list.id = name;
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", this.inputTarget.labels?.[0]?.textContent?.trim() ?? "");
    }
    for (const [number, option] of this.options.entries()) {
      option.parentElement?.setAttribute("role", "presentation");
      option.id = `${name}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      // The box keeps the focus; the arrows choose.
      option.tabIndex = -1;
    }
    this.inputTarget.setAttribute("aria-expanded", String(count > 0));
    this.inputTarget.removeAttribute("aria-activedescendant");
    if (list) this.inputTarget.setAttribute("aria-controls", name);
    else this.inputTarget.removeAttribute("aria-controls");
    if (count > 0) announce(say("suggested", { count }));
  }

  /** The box itself comes before the first and after the last. */
  private choose(number: number): void {
    const places = this.options.length + 1;
    this.chosen = ((number + 1 + places) % places) - 1;
    for (const [place, option] of this.options.entries()) {
      option.setAttribute("aria-selected", String(place === this.chosen));
    }
    const option = this.options[this.chosen];
    if (option) this.inputTarget.setAttribute("aria-activedescendant", option.id);
    else this.inputTarget.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.listTarget.replaceChildren();
    this.offered(0);
  }
}
