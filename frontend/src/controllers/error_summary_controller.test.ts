import { expect, test, vi } from "vitest";
import ErrorSummaryController from "./error_summary_controller";
import { find, start } from "./testing";

const html = `<div class="error-summary" tabindex="-1" data-controller="error-summary"><a href="#id_title">Title is missing</a>
  <a class="second" href="#id_how_group">Choose one</a></div>
  <div class="field"><input id="id_title"></div><fieldset class="field" id="id_how_group"><input type="radio" id="id_how_0"></fieldset>`;

test("the summary takes the focus and the title says so", async () => {
  document.title = "New idea";
  await start("error-summary", ErrorSummaryController, html);
  expect(document.activeElement).toBe(find(".error-summary"));
  expect(document.title).toBe("Error: New idea");
});

test("a link leads to the field, or to the first choice of a group", async () => {
  Element.prototype.scrollIntoView = vi.fn();
  await start("error-summary", ErrorSummaryController, html);
  find("a").click();
  expect(document.activeElement).toBe(find("#id_title"));
  find(".second").click();
  expect(document.activeElement).toBe(find("#id_how_0"));
});
