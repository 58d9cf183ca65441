import { Controller } from "@hotwired/stimulus";
import { say } from "../site/words";

/**
 * Asks once more before something that cannot be undone.
 *
 *   <form data-controller="confirm" data-action="submit->confirm#ask" data-confirm-text-value="Delete this draft?">…</form>
 */
export default class extends Controller<HTMLElement> {
  static override values = { text: String };
  declare readonly textValue: string;

  ask(event: Event): void {
    if (window.confirm(this.textValue || say("sure"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
