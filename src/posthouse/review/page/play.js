import { openStream } from "./stream.js";

const $ = (id) => document.getElementById(id);
const video = $("video");
const SPEEDS = [1, 2, 4, 8];
let facts = null;
let stream = null;
let shown = 0; // the frame on screen
let reverse = null;

// ------------------------------------------------------------------ frames, seconds, timecode
const seconds = (frame) => frame * facts.rate[1] / facts.rate[0];
const frameAt = (time) => Math.max(0, Math.min(facts.frames - 1, Math.floor(time * facts.rate[0] / facts.rate[1] + 1e-3)));

function timecode(frame) {
  const nominal = Math.ceil(facts.rate[0] / facts.rate[1]);
  let count = frame + facts.start;
  if (facts.drop) { // SMPTE ST 12-1: two labels (four at 60) are left out each minute, but not each tenth
    const dropped = nominal / 15;
    const perTen = nominal * 600 - dropped * 9;
    const tens = Math.floor(count / perTen);
    const rest = count % perTen;
    count += dropped * 9 * tens;
    if (rest >= nominal * 60) count += dropped * Math.floor((rest - dropped) / (nominal * 60 - dropped));
  }
  const two = (number) => String(number).padStart(2, "0");
  const total = Math.floor(count / nominal);
  const parts = [Math.floor(total / 3600) % 24, Math.floor(total / 60) % 60, total % 60];
  return `${parts.map(two).join(":")}${facts.drop ? ";" : ":"}${two(count % nominal)}`;
}

// ------------------------------------------------------------------ moving
function seek(frame) {
  const to = Math.max(0, Math.min(facts.frames - 1, frame));
  video.currentTime = seconds(to + 0.5); // its middle: no rounding shows a neighbour
  show(to);
}

function halt() {
  clearInterval(reverse);
  reverse = null;
  video.pause();
  video.playbackRate = 1;
  label();
}

function play(rate = 1) {
  clearInterval(reverse);
  reverse = null;
  video.playbackRate = rate;
  video.play().catch(() => {});
  label();
}

function faster() {
  play(video.paused ? 1 : SPEEDS[Math.min(SPEEDS.length - 1, SPEEDS.indexOf(video.playbackRate) + 1)]);
}

// Browsers play no film backwards: frames are sought, ten a second, so many apart that the speed is right.
let backwards = 0;
function slower() {
  backwards = reverse ? Math.min(SPEEDS.length - 1, backwards + 1) : 0;
  halt();
  const step = Math.max(1, Math.round(facts.rate[0] / facts.rate[1] * SPEEDS[backwards] / 10));
  reverse = setInterval(() => {
    if (video.seeking) return;
    if (shown === 0) halt();
    else seek(shown - step);
  }, 100);
  label();
}

function label() {
  const speed = reverse ? -SPEEDS[backwards] : video.playbackRate;
  $("speed").textContent = speed === 1 ? "" : `${speed}x`;
  $("play").textContent = video.paused ? "\u25B6\uFE0E" : "\u275A\u275A";
}

const edges = () => [...new Set(facts.shots.filter((shot) => !shot.over).map((shot) => shot.start))];
const step = (frames) => { halt(); seek(shown + frames); };
const KEYS = {
  " ": () => (video.paused && !reverse ? play() : halt()),
  k: halt, l: faster, j: slower,
  ArrowLeft: (event) => step(event.shiftKey ? -Math.round(facts.rate[0] / facts.rate[1]) : -1),
  ArrowRight: (event) => step(event.shiftKey ? Math.round(facts.rate[0] / facts.rate[1]) : 1),
  ArrowUp: () => seek(Math.max(0, ...edges().filter((edge) => edge < shown))),
  ArrowDown: () => seek(Math.min(facts.frames - 1, ...edges().filter((edge) => edge > shown))),
  Home: () => seek(0), End: () => seek(facts.frames - 1),
};

addEventListener("keydown", (event) => {
  const key = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!key || !facts || event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
  event.preventDefault();
  key(event);
});
$("play").onclick = () => KEYS[" "]();
$("back").onclick = () => step(-1);
$("forward").onclick = () => step(1);
$("volume").oninput = () => { video.volume = Number($("volume").value); };
for (const event of ["play", "pause", "ended", "ratechange"]) video.addEventListener(event, label);

const ruler = $("ruler");
const sought = (event) => {
  const box = ruler.getBoundingClientRect();
  seek(Math.floor((event.clientX - box.left) / box.width * facts.frames));
};
ruler.addEventListener("pointerdown", (event) => { ruler.setPointerCapture(event.pointerId); sought(event); });
ruler.addEventListener("pointermove", (event) => { if (event.buttons) sought(event); });

// ------------------------------------------------------------------ showing
function show(frame) {
  shown = frame;
  $("timecode").textContent = timecode(frame);
  const here = facts.shots.filter((shot) => shot.start <= frame && frame < shot.end);
  $("shot").textContent = here.map((shot) => shot.shot || "gap").join(" + ");
  $("head").style.left = `${100 * frame / facts.frames}%`;
  for (const block of document.querySelectorAll("#shots button, #over button")) {
    block.classList.toggle("now", block.start <= frame && frame < block.end);
  }
  history.replaceState(null, "", `#${frame}`);
}

function watch() {
  const step = (_, frame) => {
    if (facts && !video.seeking) show(frameAt(frame ? frame.mediaTime : video.currentTime));
    video.requestVideoFrameCallback ? video.requestVideoFrameCallback(step) : requestAnimationFrame(step);
  };
  step();
  setInterval(() => {
    const parts = [];
    for (let i = 0; facts && i < video.buffered.length; i++) {
      const part = document.createElement("div");
      const end = seconds(facts.frames);
      part.style.left = `${100 * video.buffered.start(i) / end}%`;
      part.style.width = `${100 * (video.buffered.end(i) - video.buffered.start(i)) / end}%`;
      parts.push(part);
    }
    $("buffered").replaceChildren(...parts);
  }, 500);
}

function drawTimeline() {
  const blocks = { true: [], false: [] };
  for (const shot of facts.shots) {
    const block = document.createElement("button");
    Object.assign(block, { start: shot.start, end: shot.end, textContent: shot.shot });
    block.title = shot.shot ? `${shot.shot} (${shot.media}), ${timecode(shot.start)}` : "gap";
    block.classList.toggle("gap", !shot.shot);
    block.style.left = `${100 * shot.start / facts.frames}%`;
    block.style.width = `${100 * (shot.end - shot.start) / facts.frames}%`;
    block.onclick = () => { seek(shot.start); block.blur(); };
    blocks[shot.over].push(block);
  }
  $("shots").replaceChildren(...blocks.false);
  $("over").replaceChildren(...blocks.true);
}

function showProblems(problems) {
  $("problems").hidden = problems.length === 0;
  $("problem-list").replaceChildren(...problems.map((problem) => {
    const item = document.createElement("li");
    const place = document.createElement("code");
    place.textContent = problem.place;
    item.append(place, ` ${problem.cause}${problem.hint ? ` (${problem.hint})` : ""}`);
    return item;
  }));
}

let trouble = "";
function showStatus() {
  const [width, height] = facts.size;
  const sound = facts.sound ? "" : ", sound is being made";
  $("status").textContent = trouble || `${width}x${height}, revision ${facts.revision}${sound}`;
}

let forget = null;
function showWork(text) {
  $("work").textContent = text;
  clearTimeout(forget);
  forget = setTimeout(() => { $("work").textContent = ""; }, 1500);
}

// ------------------------------------------------------------------ following the document
const ask = (address) => fetch(address).then((answer) => answer.json());

async function follow() {
  const before = facts;
  const now = await ask("/state.json");
  showProblems(now.problems);
  if (before && now.revision === before.revision) {
    const soundCame = now.sound && !before.sound;
    facts = now;
    if (soundCame) stream.refreshSound(facts);
    showStatus();
    return;
  }
  let frame = parseInt(location.hash.slice(1), 10) || 0;
  if (before) frame = (await ask(`/place.json?from=${before.revision}&frame=${shown}`)).frame;
  facts = now;
  document.title = `${facts.title} - posthouse`;
  $("title").textContent = facts.title;
  drawTimeline();
  showStatus();
  if (stream) stream.move(facts, seconds(frame + 0.5));
  else stream = openStream(video, facts, (text) => { trouble = text; showStatus(); });
  seek(frame);
}

let following = Promise.resolve();
const followSoon = () => { following = following.then(follow, follow); return following; };

function listen() {
  const events = new EventSource("/events");
  events.onopen = followSoon; // also after the server was away: what was missed is in the state
  events.addEventListener("revision", followSoon);
  events.addEventListener("sound", followSoon);
  events.addEventListener("problems", (event) => showProblems(JSON.parse(event.data).problems));
  events.onerror = () => { $("status").textContent = "posthouse play has ended, or cannot be reached"; };
  for (const [kind, word] of [["rendering", "rendering"], ["sounding", "sound"], ["lightening", "making"]]) {
    events.addEventListener(kind, (event) => {
      const { label: what, fraction } = JSON.parse(event.data);
      showWork(`${word}: ${what} ${Math.round(100 * fraction)} %`);
    });
  }
}

watch();
listen();
