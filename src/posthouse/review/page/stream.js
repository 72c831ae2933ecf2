// The programme on a <video>: Media Source Extensions with our own reader of playlists, or the browser's own HLS.
// MSE comes first where there is any: only so can a save or finished sound change what is buffered without a new start.

const AHEAD_SECONDS = 12;
const BEHIND_SECONDS = 40;
const RETRY_MS = 700;
const GRAIN = 0.02; // seconds; buffered ranges are rounded by browsers

export function openStream(video, facts, tell) {
  const Source = window.ManagedMediaSource || window.MediaSource;
  const wantsNative = new URLSearchParams(location.search).has("native");
  const takesAll = Source && Object.values(facts.codecs).every((codec) => Source.isTypeSupported(codec));
  return takesAll && !wantsNative ? new BufferedStream(video, facts, tell, Source) : new NativeStream(video, facts);
}

class NativeStream {
  constructor(video, facts) {
    this.video = video;
    this.move(facts, 0);
  }

  move(facts, seconds) {
    const wasPlaying = !this.video.paused;
    this.video.src = `/r/${facts.revision}/programme.m3u8`;
    this.video.addEventListener("loadedmetadata", () => {
      this.video.currentTime = seconds;
      if (wasPlaying) this.video.play();
    }, { once: true });
  }

  refreshSound(facts) {
    this.move(facts, this.video.currentTime);
  }
}

class BufferedStream {
  constructor(video, facts, tell, Source) {
    Object.assign(this, { video, facts, tell, tracks: [] });
    this.source = new Source();
    video.disableRemotePlayback = true; // a ManagedMediaSource asks for it
    this.source.addEventListener("sourceopen", () => this.open(), { once: true });
    video.src = URL.createObjectURL(this.source);
    video.addEventListener("seeking", () => this.fill());
    setInterval(() => this.fill(), 250);
  }

  open() {
    this.tracks = ["picture", "sound"].map((name) => new Track(this, name, this.source.addSourceBuffer(this.facts.codecs[name])));
    this.opened = true;
    this.move(this.facts, this.video.currentTime);
  }

  async move(facts, seconds) {
    this.facts = facts;
    if (!this.opened) return;
    this.moving = true;
    await Promise.all(this.tracks.map((track) => track.clear(facts.revision)));
    if (this.facts !== facts) return; // moved again meanwhile
    const end = facts.frames * facts.rate[1] / facts.rate[0];
    await Promise.all(this.tracks.map((track) => track.load()));
    if (this.facts !== facts) return;
    if (this.source.readyState === "open" && !this.tracks.some((track) => track.buffer.updating)) this.source.duration = end;
    this.video.currentTime = Math.min(seconds, end);
    this.moving = false;
    this.fill();
  }

  async refreshSound() {
    const sound = this.tracks[1];
    if (!sound) return;
    await sound.clear(this.facts.revision);
    await sound.load();
    this.fill();
  }

  fill() {
    if (this.moving || this.source.readyState === "closed") return;
    for (const track of this.tracks) track.fill(this.video.currentTime);
    const isWhole = this.tracks.length && this.tracks.every((track) => track.isAtEnd());
    if (isWhole && this.source.readyState === "open") this.source.endOfStream();
  }
}

class Track {
  constructor(stream, name, buffer) {
    Object.assign(this, { stream, name, buffer, segments: [], fetching: null, epoch: 0 });
  }

  // Drop everything, and whatever is on its way.
  async clear(revision) {
    this.epoch += 1;
    this.segments = [];
    this.base = `/r/${revision}/`;
    this.fetching?.abort.abort();
    this.fetching = null;
    await this.freshParser();
    if (this.buffer.buffered.length) this.buffer.remove(0, Infinity);
    await this.idle();
  }

  async load() {
    const epoch = this.epoch;
    try {
      const playlist = await this.get(`${this.name}.m3u8`).then((answer) => answer.text());
      const header = await this.get(`${this.name}.mp4`).then((answer) => answer.arrayBuffer());
      if (epoch !== this.epoch) return;
      await this.append(header);
      this.segments = readPlaylist(playlist);
    } catch (error) {
      if (epoch === this.epoch && !error.isOutdated) this.stream.tell(`${this.name}: ${error.message}`);
    }
  }

  async get(name, signal) {
    const answer = await fetch(this.base + name, { signal });
    if (answer.ok) return answer;
    const error = new Error((await answer.text()).trim());
    error.isOutdated = answer.status === 410; // a save came in between: the page hears of it in a moment
    throw error;
  }

  fill(now) {
    const wanted = this.wanted(now);
    if (this.fetching) {
      const isUseful = this.fetching.segment.end > now - GRAIN && this.fetching.segment.start < now + AHEAD_SECONDS;
      const isNeededFirst = !wanted || wanted === this.fetching.segment || wanted.start > this.fetching.segment.start
        || wanted.start > now;
      if (isUseful && isNeededFirst) return;
      this.fetching.abort.abort();
      this.fetching = null;
    }
    if (wanted && !this.resting) this.fetch(wanted);
  }

  wanted(now) {
    const ahead = (segment) => segment.end > now + GRAIN && segment.start < now + AHEAD_SECONDS;
    return this.segments.find((segment) => ahead(segment) && !this.has(segment));
  }

  has(segment) {
    const ranges = this.buffer.buffered;
    for (let i = 0; i < ranges.length; i++) {
      if (ranges.start(i) <= segment.start + GRAIN && ranges.end(i) >= segment.end - GRAIN) return true;
    }
    return false;
  }

  isAtEnd() {
    return this.segments.length > 0 && !this.buffer.updating && this.has(this.segments[this.segments.length - 1]);
  }

  async fetch(segment) {
    const work = { segment, abort: new AbortController() };
    const epoch = this.epoch;
    this.fetching = work;
    try {
      const answer = await this.get(segment.name, work.abort.signal);
      await this.makeRoom();
      for (let first = true, reader = answer.body.getReader(); ; first = false) {
        const { done, value } = await reader.read();
        if (this.epoch !== epoch || this.fetching !== work) return;
        if (done) break;
        if (first) await this.freshParser(); // what an earlier segment left half said is forgotten
        if (this.epoch !== epoch || this.fetching !== work) return;
        await this.append(value);
      }
      this.stream.tell("");
    } catch (error) {
      if (work.abort.signal.aborted || this.epoch !== epoch) return;
      if (!error.isOutdated) this.stream.tell(`${segment.name}: ${error.message}`);
      this.resting = true;
      setTimeout(() => { this.resting = false; }, RETRY_MS);
    } finally {
      if (this.fetching === work) this.fetching = null;
    }
    this.stream.fill();
  }

  async makeRoom() {
    const old = this.stream.video.currentTime - BEHIND_SECONDS;
    const ranges = this.buffer.buffered;
    await this.idle();
    if (ranges.length && old > 0 && ranges.start(0) < old - BEHIND_SECONDS / 4) {
      this.buffer.remove(0, old);
      await this.idle();
    }
  }

  async freshParser() {
    await this.idle();
    if (this.stream.source.readyState === "open") this.buffer.abort();
  }

  async append(bytes) {
    await this.idle();
    this.buffer.appendBuffer(bytes);
    await this.idle();
  }

  idle() {
    if (!this.buffer.updating) return Promise.resolve();
    return new Promise((done) => this.buffer.addEventListener("updateend", done, { once: true }));
  }
}

export function readPlaylist(text) {
  const segments = [];
  let micros = 0;
  let lasts = 0;
  for (const line of text.split("\n")) {
    if (line.startsWith("#EXTINF:")) {
      lasts = Math.round(parseFloat(line.slice(8)) * 1e6);
    } else if (line && !line.startsWith("#")) {
      segments.push({ name: line, start: micros / 1e6, end: (micros + lasts) / 1e6 });
      micros += lasts;
    }
  }
  return segments;
}
