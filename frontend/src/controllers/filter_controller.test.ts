import { afterEach, expect, test, vi } from "vitest";
import FilterController from "./filter_controller";
import { find, start } from "./testing";

afterEach(() => vi.unstubAllGlobals());

test("a choice sends the form, and the button is not needed", async () => {
  await start(
    "filter",
    FilterController,
    '<form data-controller="filter" data-action="change->filter#submit"><select><option>a</option></select><button data-filter-target="button">Show</button></form>',
  );
  const submit = vi.fn((event: Event) => event.preventDefault());
  find("form").addEventListener("submit", submit);
  find("select").dispatchEvent(new Event("change", { bubbles: true }));
  expect(submit).toHaveBeenCalledOnce();
  expect(find("button").hidden).toBe(true);
});

test.each([
  [true, true],
  [false, false],
])("choices stand open only where there is room (%s)", async (wide, open) => {
  vi.stubGlobal("matchMedia", () => ({ matches: wide }));
  await start(
    "filter",
    FilterController,
    '<details data-controller="filter"><summary>Filter</summary></details>',
  );
  expect(find<HTMLDetailsElement>("details").open).toBe(open);
});
