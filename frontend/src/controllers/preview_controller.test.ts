import { afterEach, expect, test, vi } from "vitest";
import PreviewController from "./preview_controller";
import { answer, find, sent, settle, start } from "./testing";

const html = `<div id="messages"></div><div data-controller="preview" data-preview-url-value="/preview/">
  <textarea data-preview-target="input">**bold**</textarea>
  <button type="button" data-action="preview#show" data-preview-target="button" aria-expanded="false">Preview</button>
  <div data-preview-target="output" hidden></div></div>`;

afterEach(() => vi.unstubAllGlobals());

test("the server's rendering is shown, and put away again", async () => {
  const fetcher = answer("<p><strong>bold</strong></p>");
  await start("preview", PreviewController, html);
  find("button").click();
  await settle();
  expect(sent(fetcher, "text")).toBe("**bold**");
  expect(find("[data-preview-target=output]").innerHTML).toContain("<strong>");
  expect(find("button").getAttribute("aria-expanded")).toBe("true");
  find("button").click();
  await settle();
  expect(find("[data-preview-target=output]").hidden).toBe(true);
});

test("a refusal is told in the server's words", async () => {
  answer('{"title": "Too long", "detail": "The text is too long."}', { status: 422 });
  await start("preview", PreviewController, html);
  find("button").click();
  await settle();
  expect(find("#messages").textContent).toBe("The text is too long.");
  expect(find("[data-preview-target=output]").hidden).toBe(true);
});
