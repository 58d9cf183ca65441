import { Controller } from "@hotwired/stimulus";
import { toast } from "../site/toast";
import { say } from "../site/words";

/**
 * Hands the page on with the device's own sheet, or copies its address.
 *
 *   <button type="button" data-controller="share" data-action="share#send" data-share-url-value="https://…"
 *     data-share-title-value="…">Share</button>
 */
export default class extends Controller<HTMLElement> {
  static override values = { url: String, title: String };
  declare readonly urlValue: string;
  declare readonly titleValue: string;

  async send(): Promise<void> {
    const url = this.urlValue || window.location.href;
    if (typeof navigator.share === "function") {
      // A sheet that is put away is an answer, not an error.
      await navigator.share({ title: this.titleValue, url }).catch(() => undefined);
      return;
    }
    try {
      await navigator.clipboard.writeText(url);
      toast(say("copied"), "success");
    } catch {
      toast(say("copyFailed"), "warning");
    }
  }
}
