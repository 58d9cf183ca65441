import { expect, test, vi } from "vitest";
import DialogController from "./dialog_controller";
import { find, start } from "./testing";

const html = `<span data-controller="dialog"><a href="#report" data-action="dialog#open">Report</a>
  <dialog data-dialog-target="window"><p>Why?</p><button type="button" data-action="dialog#close">Close</button></dialog></span>`;

test("the link opens the dialog in place, and a click beside it closes it", async () => {
  const showModal = vi.fn();
  const close = vi.fn();
  Object.assign(HTMLDialogElement.prototype, { showModal, close });
  await start("dialog", DialogController, html);
  const followed = find("a").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  expect(followed).toBe(false);
  expect(showModal).toHaveBeenCalledOnce();
  find("dialog p").click();
  expect(close).not.toHaveBeenCalled();
  find("dialog").click();
  expect(close).toHaveBeenCalledOnce();
});

test("an old browser follows the link", async () => {
  Object.assign(HTMLDialogElement.prototype, { showModal: undefined });
  await start("dialog", DialogController, html);
  const followed = find("a").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  expect(followed).toBe(true);
});
