import { Controller } from "@hotwired/stimulus";

/**
 * Sends a filter form as soon as a choice is made; on <details> it opens the choices where there is room for them.
 *
 *   <form data-controller="filter" data-action="change->filter#submit"><select name="topic">…</select>
 *     <button data-filter-target="button">Show</button></form>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["button"];
  declare readonly buttonTargets: HTMLElement[];

  override connect(): void {
    for (const button of this.buttonTargets) button.hidden = true;
    if (this.element instanceof HTMLDetailsElement && window.matchMedia?.("(width >= 60rem)").matches) {
      this.element.open = true;
    }
  }

  submit(event: Event): void {
    const form = (event.target as Element).closest("form");
    form?.requestSubmit();
  }
}
