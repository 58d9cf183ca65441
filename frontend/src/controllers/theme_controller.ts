import { Controller } from "@hotwired/stimulus";

/**
 * Light, dark or as the device; contrast. The choice stays on this device (theme.js applies it before the first paint).
 *
 *   <div data-controller="theme"><button type="button" data-action="theme#choose" data-theme-target="choice"
 *     data-theme-value="dark">Dark</button>
 *     <button type="button" data-action="theme#contrast" data-theme-target="contrast">High contrast</button></div>
 */
export default class extends Controller<HTMLElement> {
  static override targets = ["choice", "contrast"];
  declare readonly choiceTargets: HTMLElement[];
  declare readonly contrastTargets: HTMLElement[];

  override connect(): void {
    this.show();
  }

  choose(event: Event): void {
    const theme = (event.currentTarget as HTMLElement).dataset.themeValue;
    keep("theme", theme === "light" || theme === "dark" ? theme : undefined);
    this.show();
  }

  contrast(): void {
    keep("contrast", this.strong() ? "normal" : "more");
    this.show();
  }

  private strong(): boolean {
    const chosen = document.documentElement.dataset.contrast;
    return chosen ? chosen === "more" : Boolean(window.matchMedia?.("(prefers-contrast: more)").matches);
  }

  private show(): void {
    const theme = document.documentElement.dataset.theme ?? "system";
    for (const choice of this.choiceTargets) {
      choice.setAttribute("aria-pressed", String(choice.dataset.themeValue === theme));
    }
    for (const button of this.contrastTargets) button.setAttribute("aria-pressed", String(this.strong()));
  }
}

function keep(name: "theme" | "contrast", value: string | undefined): void {
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
