import { Controller } from "@hotwired/stimulus";
import { announce } from "../site/announce";
import { ask, tellFailure } from "../site/http";
import { toast } from "../site/toast";
import { say } from "../site/words";

/**
 * Sends a vote without leaving the page. Without scripts the form does the same and the page comes back.
 *
 *   <section id="vote-box" data-controller="vote" data-action="submit->vote#send">
 *     <form method="post" action="/ideas/1/vote/"><input type="hidden" name="value" value="1"><button>Support</button></form>
 *   </section>
 *
 * The server answers with the pieces that changed (or with the whole page): every piece with an id replaces its
 * namesake; a single piece without one replaces this element. A redirect elsewhere (sign-in) is followed. What the
 * answer marks with data-vote-said (the votes that are left) is read out after what became of the vote; where the
 * page has no place for it, it is a message.
 */
export default class extends Controller<HTMLElement> {
  private busy = false;

  override connect(): void {
    this.element.addEventListener("click", this.ignoreSecondClick);
  }

  override disconnect(): void {
    this.element.removeEventListener("click", this.ignoreSecondClick);
  }

  /** The second half of a double click falls on the button that came in the meantime, and would take the vote back. */
  private ignoreSecondClick = (event: MouseEvent): void => {
    if (event.detail > 1) event.preventDefault();
  };

  async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const form = event.target as HTMLFormElement;
    const button = event.submitter ?? form.querySelector("button");
    button?.setAttribute("aria-busy", "true");
    let answer: string | undefined;
    try {
      const response = await ask(form.action, { method: "POST", body: new FormData(form) });
      const elsewhere = response.headers.get("HX-Redirect");
      if (elsewhere) {
        this.leave(elsewhere);
        return;
      }
      answer = await response.text();
      if (!response.ok) throw new Error(String(response.status));
      if (!this.swap(answer)) this.leave(response.url || window.location.href);
    } catch {
      tellFailure(answer);
    } finally {
      this.busy = false;
      button?.removeAttribute("aria-busy");
    }
  }

  /** Kept apart so that a test can watch where the reader is taken. */
  leave(url: string): void {
    // The same page anew: the reader stays where they were on it.
    if (new URL(url, window.location.href).href === window.location.href) this.reload();
    else window.location.assign(url);
  }

  reload(): void {
    window.location.reload();
  }

  private swap(html: string): boolean {
    const page = new DOMParser().parseFromString(html, "text/html");
    const whole = page.getElementById("main") !== null;
    const pieces = whole ? this.namesakes(page) : [...page.body.children];
    let own: Element | undefined;
    for (const piece of pieces) {
      const old = piece.id
        ? document.getElementById(piece.id)
        : !own && !this.element.id
          ? this.element
          : null;
      if (!old) continue;
      const mine = old === this.element || old.contains(this.element);
      const fresh = document.importNode(piece, true);
      old.replaceWith(fresh);
      if (mine) own = fresh;
    }
    if (!own) return false;
    const pressed = own.querySelector<HTMLElement>("[aria-pressed=true]");
    (pressed ?? own.querySelector<HTMLElement>("button, a"))?.focus();
    const count = own.querySelector("b")?.textContent?.trim() ?? "";
    const said = page.querySelector("[data-vote-said]")?.textContent?.trim() ?? "";
    const isShown = document.querySelector("[data-vote-said]") !== null;
    const told = [say(pressed ? "voted" : "withdrawn")];
    if (/\d/.test(count)) told.push(say("support", { count }));
    if (said && isShown) told.push(said);
    announce(told.join(" "));
    if (said && !isShown) toast(said);
    return true;
  }

  private namesakes(page: Document): Element[] {
    const ids = [this.element.id, "vote-box", "vote-bar"].filter(
      (id, index, all) => id && all.indexOf(id) === index,
    );
    return ids.flatMap((id) => page.getElementById(id) ?? []);
  }
}
