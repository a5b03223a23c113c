/* Talking to the demo process: one long poll for what there is to see, one POST for each gesture. */

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Send one gesture; resolves with the answer, rejects with the server's sentence. */
export async function post(path, body = {}) {
  const answer = await fetch(`/demo/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(read.error || `HTTP ${answer.status}`);
  return read;
}

/** Follow the state for ever; `seen(state)` at each change, `lost(true|false)` when the link breaks or heals. */
export async function watch(seen, lost) {
  let rev = "";
  let misses = 0;
  for (;;) {
    try {
      const answer = await fetch(`/demo/state?since=${encodeURIComponent(rev)}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const state = await answer.json();
      if (misses) lost(false);
      misses = 0;
      rev = state.rev;
      seen(state);
    } catch (error) {
      misses += 1;
      if (misses > 1) lost(true);
      if (!(error instanceof TypeError)) console.error(error);
      await pause(Math.min(400 * misses, 3000));
    }
  }
}
