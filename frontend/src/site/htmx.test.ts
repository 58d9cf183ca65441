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
  expect(htmx.config.includeIndicatorStyles).toBe(false);
});
