import { Controller } from "@hotwired/stimulus";

/**
 * Opens a native dialog in place of following a link.
 *
 *   <span data-controller="dialog"><a href="/report/1/" data-action="dialog#open">Report</a>
 *     <dialog data-dialog-target="window"><button type="button" data-action="dialog#close">Close</button></dialog></span>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["window"];
  declare readonly windowTarget: HTMLDialogElement;

  private readonly onClick = (event: Event): void => {
    // Only the backdrop is the dialog itself; everything inside is a child.
    if (event.target === this.windowTarget) this.close();
  };

  override connect(): void {
    this.windowTarget.addEventListener("click", this.onClick);
  }

  override disconnect(): void {
    this.windowTarget.removeEventListener("click", this.onClick);
  }

  open(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || typeof this.windowTarget.showModal !== "function") return;
    event.preventDefault();
    this.windowTarget.showModal();
  }

  close(): void {
    this.windowTarget.close();
  }
}
