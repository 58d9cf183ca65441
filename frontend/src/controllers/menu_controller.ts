import { Controller } from "@hotwired/stimulus";

/**
 * Closes a <details> menu on Escape, on a click elsewhere, and when the focus leaves it.
 *
 *   <details class="menu" data-controller="menu"><summary>Menu</summary><div class="menu__list">…</div></details>
 */
export default class extends Controller<HTMLDetailsElement> {
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.element.open) return;
    this.element.open = false;
    this.element.querySelector("summary")?.focus();
  };
  private readonly onElsewhere = (event: Event): void => {
    if (!this.element.contains(event.target as Node)) this.element.open = false;
  };

  override connect(): void {
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onElsewhere);
    document.addEventListener("focusin", this.onElsewhere);
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onElsewhere);
    document.removeEventListener("focusin", this.onElsewhere);
  }
}
