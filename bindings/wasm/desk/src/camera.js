// The camera, looked through until somebody stops it. Pictures go to the reader in this page and nowhere else.

import { readCodes } from "./codes.js";

const PAUSE = 120;
const WIDTH = 1280;

// Calls `take` with every text that is seen; it answers whether that was all. The promise ends when the camera does.
export async function look(video, signal, take) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: WIDTH } } });
  try {
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    while (!signal.aborted) {
      if (video.videoWidth > 0) {
        [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
        context.drawImage(video, 0, 0);
        const texts = await readCodes(context.getImageData(0, 0, canvas.width, canvas.height));
        for (const text of texts) if (!signal.aborted && (await take(text))) return;
      }
      await new Promise((resume) => setTimeout(resume, PAUSE));
    }
  } finally {
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  }
}
