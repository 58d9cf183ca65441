import { expect, test, vi } from "vitest";
import ShareController from "./share_controller";
import { find, settle, start } from "./testing";

const html = `<div id="messages"></div><button data-controller="share" data-action="share#send"
  data-share-url-value="https://madang.example/ideas/1/" data-share-title-value="Buses">Share</button>`;

test("uses the device's sheet where there is one", async () => {
  const share = vi.fn().mockResolvedValue(undefined);
  Object.assign(navigator, { share });
  await start("share", ShareController, html);
  find("button").click();
  expect(share).toHaveBeenCalledWith({ title: "Buses", url: "https://madang.example/ideas/1/" });
});

test("copies the address elsewhere, and says so", async () => {
  const writeText = vi.fn().mockResolvedValue(undefined);
  Object.assign(navigator, { share: undefined, clipboard: { writeText } });
  await start("share", ShareController, html);
  find("button").click();
  await settle();
  expect(writeText).toHaveBeenCalledWith("https://madang.example/ideas/1/");
  expect(find("#messages").textContent).toBe("Address copied.");
});

test("says when copying is forbidden", async () => {
  Object.assign(navigator, {
    share: undefined,
    clipboard: { writeText: vi.fn().mockRejectedValue(new Error("no")) },
  });
  await start("share", ShareController, html);
  find("button").click();
  await settle();
  expect(find("#messages").textContent).toContain("Could not copy");
});
