import { Controller } from "@hotwired/stimulus";
import { say } from "../site/words";

/**
 * Brings the reader to what is wrong: the summary gets the focus, its links take the focus to the fields.
 *
 *   <div class="error-summary" tabindex="-1" role="alert" data-controller="error-summary"><a href="#id_title">…</a></div>
 */
export default class extends Controller<HTMLElement> {
  private readonly onClick = (event: Event): void => this.follow(event);

  override connect(): void {
    this.element.addEventListener("click", this.onClick);
    this.element.focus();
    const prefix = `${say("error")}: `;
    if (!document.title.startsWith(prefix)) document.title = prefix + document.title;
  }

  override disconnect(): void {
    this.element.removeEventListener("click", this.onClick);
  }

  private follow(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const control = field.matches("fieldset, div")
      ? field.querySelector<HTMLElement>("input, select, textarea")
      : field;
    (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    control?.focus({ preventScroll: true });
  }
}
