import { afterEach, expect, test, vi } from "vitest";
import ConfirmController from "./confirm_controller";
import { find, start } from "./testing";

afterEach(() => vi.unstubAllGlobals());

test.each([
  [true, false],
  [false, true],
])("goes on only after a yes (%s)", async (yes, stopped) => {
  const confirm = vi.fn(() => yes);
  vi.stubGlobal("confirm", confirm);
  await start(
    "confirm",
    ConfirmController,
    '<form data-controller="confirm" data-action="submit->confirm#ask" data-confirm-text-value="Delete?"></form>',
  );
  const event = new Event("submit", { bubbles: true, cancelable: true });
  find("form").dispatchEvent(event);
  expect(event.defaultPrevented).toBe(stopped);
  expect(confirm).toHaveBeenCalledWith("Delete?");
});
