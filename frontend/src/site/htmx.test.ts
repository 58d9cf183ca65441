import htmx from "htmx.org";
import { beforeEach, expect, test, vi } from "vitest";
import { startHtmx } from "./htmx";

vi.hoisted(() => {
  // Browsers let the last two arguments be left out; jsdom asks for them.
  const evaluate = XPathExpression.prototype.evaluate;
  XPathExpression.prototype.evaluate = function (node, type = 0, result = null) {
    return evaluate.call(this, node, type, result);
  };
});

startHtmx();
beforeEach(() => {
  document.documentElement.lang = "en";
  document.body.innerHTML = '<input name="csrfmiddlewaretoken" value="token"><div id="messages"></div>';
});
const tell = (name: string, detail: unknown) =>
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

test("every request carries the token", () => {
  const headers: Record<string, string> = {};
  tell("htmx:configRequest", { headers });
  expect(headers["X-CSRFToken"]).toBe("token");
});

test("a form with errors is drawn, another failure is told in the server's words", () => {
  const handling = htmx.config.responseHandling;
  expect(handling?.find((rule) => rule.code === "422")?.swap).toBe(true);
  tell("htmx:responseError", { xhr: { responseText: '{"detail": "Voting is over."}' } });
  expect(document.getElementById("messages")?.textContent).toBe("Voting is over.");
});

test("a lost connection is told", () => {
  tell("htmx:sendError", {});
  expect(document.getElementById("messages")?.textContent).toContain("No connection");
});

test("nothing from a page is run as a script", () => {
  expect(htmx.config.allowEval).toBe(false);
  expect(htmx.config.allowScriptTags).toBe(false);
});

function list(current: string, count: number, rows: number): string {
  const links = ["Popular", "Newest"].map(
    (name) => `<a href="?${name}"${name === current ? " aria-current='true'" : ""}>${name}</a>`,
  );
  const row = '<article class="row"><h2 class="row__title"><a href="/ideas/1/">An idea</a></h2></article>';
  return `<main><h1>${count} ideas</h1><nav aria-label="Order">${links.join("")}</nav>
    <div class="rows">${row.repeat(rows)}</div>
    <nav class="pager" aria-label="Pages"><a href="?after=x">Show more</a></nav></main>
    <a hreflang="ko" href="/ideas/">한국어</a><a href="/accounts/login/?next=/ideas/">Sign in</a>`;
}
const ask = (link: Element | null | undefined) => tell("htmx:configRequest", { headers: {}, elt: link });

test("after a list changed, the reader stands where he was, and the frame follows the address", () => {
  document.body.innerHTML = list("Popular", 9, 2);
  ask(document.querySelectorAll("nav a")[1]);
  document.body.innerHTML = list("Newest", 3, 2);
  window.history.replaceState(null, "", "?sort=newest");
  tell("htmx:afterSettle", {});
  expect(document.activeElement?.textContent).toBe("Newest");
  expect(document.querySelector("a[hreflang]")?.getAttribute("href")).toContain("/ideas/?sort=newest");
  const signIn = document.querySelector<HTMLAnchorElement>("a[href*='?next=']");
  expect(new URL(signIn?.href ?? "").searchParams.get("next")).toBe("/?sort=newest");
});

test("where the chosen link is gone, reading goes on at the heading", () => {
  document.body.innerHTML = list("Popular", 9, 2);
  ask(document.querySelectorAll("nav a")[1]);
  document.body.innerHTML = "<main><h1>No ideas</h1></main>";
  tell("htmx:afterSettle", {});
  expect(document.activeElement?.textContent).toBe("No ideas");
});

test("what was added to a list is where the reader goes on", () => {
  document.body.innerHTML = list("Popular", 9, 2);
  ask(document.querySelector(".pager a"));
  const rows = document.querySelector(".rows");
  rows?.insertAdjacentHTML(
    "beforeend",
    '<article class="row"><h2 class="row__title"><a href="/ideas/3/">The third</a></h2></article>',
  );
  tell("htmx:afterSettle", {});
  expect(document.activeElement?.textContent).toBe("The third");
});
