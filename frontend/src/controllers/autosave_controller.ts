import { Controller } from "@hotwired/stimulus";
import { csrfToken } from "../site/http";
import { say, type Word } from "../site/words";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const SKIPPED = new Set(["password", "file", "hidden", "submit", "button", "reset"]);

/**
 * Keeps what is being written: at once on this device and, where the server offers it, as a draft there.
 *
 *   <form data-controller="autosave" data-autosave-key-value="idea-new" data-autosave-url-value="/ideas/drafts/">
 *     <textarea name="body"></textarea>
 *     <p class="autosave" data-autosave-target="status" role="status"></p>
 *   </form>
 *
 * The draft address takes a POST of the form and may answer {"url": "…"}: later saves go there.
 * A field with data-autosave-skip stays out. After publishing, the next page clears the copy:
 *   <span data-controller="autosave" data-autosave-clear-value="idea-new"></span>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["status"];
  static override values = {
    key: String,
    url: String,
    clear: String,
    delay: { type: Number, default: 1200 },
  };
  declare readonly hasStatusTarget: boolean;
  declare readonly statusTarget: HTMLElement;
  declare readonly keyValue: string;
  declare readonly clearValue: string;
  declare readonly delayValue: number;
  declare urlValue: string;

  private timer = 0;
  private saves = 0;
  private readonly onInput = (): void => this.changed();

  override connect(): void {
    if (this.clearValue) this.forget(this.clearValue);
    if (!this.keyValue) return;
    this.restore();
    this.element.addEventListener("input", this.onInput);
  }

  override disconnect(): void {
    window.clearTimeout(this.timer);
    this.element.removeEventListener("input", this.onInput);
  }

  async save(): Promise<void> {
    const kept = this.keep();
    if (!this.urlValue) {
      this.tell(kept ? "savedHere" : "saveFailed", kept ? "saved" : "failed");
      return;
    }
    this.saves += 1;
    const turn = this.saves;
    this.tell("saving", "saving");
    try {
      const form = this.element as HTMLFormElement;
      const body = new FormData(form);
      for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]"))
        body.delete(input.name);
      const response = await fetch(this.urlValue, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = (await response.json().catch(() => ({}))) as { url?: string };
      if (answer.url) this.urlValue = answer.url;
      // A slow answer to an older save says nothing about what was typed since.
      if (turn === this.saves) this.tell("saved", "saved");
    } catch {
      if (turn === this.saves) this.tell("saveFailed", "failed");
    }
  }

  private changed(): void {
    this.keep();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), this.delayValue);
  }

  private controls(): Control[] {
    return [...this.element.querySelectorAll<Control>("input, textarea, select")].filter(
      (control) => control.name && !SKIPPED.has(control.type) && !("autosaveSkip" in control.dataset),
    );
  }

  private keep(): boolean {
    const text = this.controls().map((control) => [
      control.name,
      isTick(control) ? control.value : "",
      isTick(control) ? control.checked : control.value,
    ]);
    try {
      localStorage.setItem(`draft:${this.keyValue}`, JSON.stringify(text));
      return true;
    } catch {
      return false;
    }
  }

  private restore(): void {
    let stored: unknown;
    try {
      stored = JSON.parse(localStorage.getItem(`draft:${this.keyValue}`) ?? "null");
    } catch {
      return;
    }
    if (!Array.isArray(stored)) return;
    let changed = false;
    for (const [name, choice, value] of stored as [string, string, string | boolean][]) {
      const control = this.controls().find(
        (candidate) => candidate.name === name && (!isTick(candidate) || candidate.value === choice),
      );
      if (!control) continue;
      if (isTick(control)) {
        changed ||= control.checked !== value;
        control.checked = value === true;
      } else if (typeof value === "string" && value && control.value !== value) {
        control.value = value;
        changed = true;
      }
    }
    if (changed) {
      this.tell("restored", "restored");
      this.element.dispatchEvent(new CustomEvent("autosave:restored", { bubbles: true }));
    }
  }

  private forget(key: string): void {
    try {
      localStorage.removeItem(`draft:${key}`);
    } catch {
      // Without storage there is nothing to forget.
    }
  }

  private tell(word: Word, state: string): void {
    if (!this.hasStatusTarget) return;
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date());
    this.statusTarget.dataset.state = state;
    this.statusTarget.textContent = say(word, { time });
  }
}

function isTick(control: Control): control is HTMLInputElement {
  return control.type === "checkbox" || control.type === "radio";
}
