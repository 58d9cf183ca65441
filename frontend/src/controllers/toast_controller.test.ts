import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toast } from "../site/toast";
import { find, settle, start } from "./testing";
import ToastController from "./toast_controller";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());
const area = '<div id="messages" data-controller="toast"></div>';

test("a message goes away by itself", async () => {
  await start("toast", ToastController, area);
  toast("Counted", "success");
  await settle();
  expect(find("#messages p").textContent).toBe("Counted");
  vi.advanceTimersByTime(8000);
  expect(document.querySelector(".toast")).toBeNull();
});

test("a message that came with the page is read out (S25)", async () => {
  const item = '<div class="toast" data-toast-target="item"><p>0 votes left.</p></div>';
  await start(
    "toast",
    ToastController,
    `<div id="messages" role="status" data-controller="toast">${item}</div>`,
  );
  const came = find("#messages p");
  vi.advanceTimersByTime(100);
  expect(find("#messages p").textContent).toBe("0 votes left.");
  expect(find("#messages p")).not.toBe(came);
});

test("a message that is being read stays", async () => {
  await start("toast", ToastController, area);
  toast("Counted");
  await settle();
  find(".toast").dispatchEvent(new Event("pointerenter"));
  vi.advanceTimersByTime(20000);
  expect(document.querySelector(".toast")).not.toBeNull();
});

test("an error waits until it is put away", async () => {
  await start("toast", ToastController, area);
  toast("Failed", "error");
  await settle();
  vi.advanceTimersByTime(20000);
  find(".toast button").click();
  expect(document.querySelector(".toast")).toBeNull();
});
