import { Controller } from "@hotwired/stimulus";
import { say } from "../site/words";

/**
 * One box that ticks all, and a count of what is ticked.
 *
 *   <form data-controller="select-all">
 *     <input type="checkbox" data-select-all-target="all" data-action="select-all#all">
 *     <input type="checkbox" name="pk" value="1" data-select-all-target="item" data-action="select-all#count">
 *     <span data-select-all-target="output" role="status"></span>
 *   </form>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["all", "item", "output"];
  declare readonly allTarget: HTMLInputElement;
  declare readonly itemTargets: HTMLInputElement[];
  declare readonly outputTargets: HTMLElement[];

  override connect(): void {
    this.count();
  }

  all(): void {
    for (const item of this.itemTargets) item.checked = this.allTarget.checked;
    this.count();
  }

  count(): void {
    const chosen = this.itemTargets.filter((item) => item.checked).length;
    this.allTarget.checked = chosen > 0 && chosen === this.itemTargets.length;
    this.allTarget.indeterminate = chosen > 0 && chosen < this.itemTargets.length;
    for (const output of this.outputTargets)
      output.textContent = chosen ? say("chosen", { count: chosen }) : "";
  }
}
