import { Controller } from "@hotwired/stimulus";
import { say } from "../site/words";

/**
 * Looks at chosen files before they travel, and asks for a description of each picture.
 *
 *   <div class="field" data-controller="upload" data-upload-max-value="10485760" data-upload-types-value="image/jpeg,image/png">
 *     <input type="file" name="images" multiple data-upload-target="input" data-action="change->upload#check">
 *     <p class="field__error" role="alert" data-upload-target="error" hidden></p>
 *     <ul class="upload-list" data-upload-target="list"></ul>
 *   </div>
 *
 * Descriptions are sent as repeated fields `alt`, in the order of the files.
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["input", "list", "error"];
  static override values = {
    max: { type: Number, default: 10 * 1024 * 1024 },
    types: String,
    alt: { type: String, default: "alt" },
  };
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly errorTarget: HTMLElement;
  declare readonly maxValue: number;
  declare readonly typesValue: string;
  declare readonly altValue: string;

  check(): void {
    const files = [...(this.inputTarget.files ?? [])];
    const problems = files.flatMap((file) => this.problem(file) ?? []);
    this.errorTarget.textContent = problems.join(" ");
    this.errorTarget.hidden = problems.length === 0;
    this.inputTarget.setAttribute("aria-invalid", String(problems.length > 0));
    this.inputTarget.setCustomValidity(problems.join(" "));
    this.listTarget.replaceChildren(...files.map((file, index) => this.item(file, index)));
  }

  private problem(file: File): string | undefined {
    const allowed = this.typesValue ? this.typesValue.split(",").map((type) => type.trim()) : [];
    if (allowed.length > 0 && !allowed.includes(file.type)) return say("wrongType", { name: file.name });
    if (file.size > this.maxValue) {
      return say("tooLarge", { name: file.name, size: Math.floor(this.maxValue / 1024 / 1024) });
    }
    return undefined;
  }

  private item(file: File, index: number): HTMLElement {
    const item = document.createElement("li");
    if (!file.type.startsWith("image/")) {
      item.textContent = file.name;
      return item;
    }
    const id = `${this.inputTarget.id || this.inputTarget.name}-alt-${index}`;
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = say("altText", { name: file.name });
    const hint = document.createElement("span");
    hint.className = "field__hint";
    hint.id = `${id}-hint`;
    hint.textContent = say("altHint");
    const input = document.createElement("input");
    Object.assign(input, {
      id,
      name: this.altValue,
      type: "text",
      maxLength: 300,
      required: true,
      className: "input",
    });
    input.setAttribute("aria-describedby", hint.id);
    item.append(label, hint, input);
    return item;
  }
}
