/** Instants read as one person reads them: in their zone, day before month, 24 hours. */

const formatters = new Map();

function format(instant, zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formatters.get(key).format(instant);
}

export const fromTs = (ts) => new Date(Number(ts.split(".")[0]) * 1000);

/** "Europe/London" → "London"; "America/Argentina/Buenos_Aires" → "Buenos Aires" */
export const zoneName = (zone) => zone.split("/").pop().replaceAll("_", " ");

export const clockTime = (instant, zone) => format(instant, zone, { hour: "2-digit", minute: "2-digit" });

/** "2027-01-27": also what a date input holds, and it sorts. */
export function civilDate(instant, zone) {
  const [day, month, year] = format(instant, zone, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/");
  return `${year}-${month}-${day}`;
}

/** "Wed 27 January 2027" */
export const shortDay = (instant, zone) =>
  tidy(format(instant, zone, { weekday: "short", day: "numeric", month: "long", year: "numeric" }));

/** "Wednesday 27 January 2027" */
export const longDay = (instant, zone) =>
  tidy(format(instant, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }));

const tidy = (text) => text.replace(",", "").replace(" at ", ", ");

export const fullTime = (instant, zone) => `${longDay(instant, zone)}, ${clockTime(instant, zone)} ${zoneName(zone)}`;

/** "today", "yesterday", "tomorrow" or null, by civil days in the zone. */
export function nearDay(instant, now, zone) {
  const days = Math.round((Date.parse(civilDate(instant, zone)) - Date.parse(civilDate(now, zone))) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? null;
}

/** What a date divider says: the day always, with today or yesterday before it. */
export function dividerDay(instant, now, zone) {
  const near = nearDay(instant, now, zone);
  const sameYear = civilDate(instant, zone).slice(0, 4) === civilDate(now, zone).slice(0, 4);
  const day = sameYear
    ? tidy(format(instant, zone, { weekday: "long", day: "numeric", month: "long" }))
    : longDay(instant, zone);
  return near ? `${near[0].toUpperCase()}${near.slice(1)}, ${day}` : day;
}

/** "2027-01-27T10:12", as a datetime-local input holds it. */
export const localInput = (instant, zone) => `${civilDate(instant, zone)}T${clockTime(instant, zone)}`;

/** The instant at which a wall clock in `zone` shows `local` ("2027-01-27T10:12"). Of two, the later offset's. */
export function instantOf(local, zone) {
  const asUtc = Date.parse(`${local}:00Z`);
  let guess = asUtc;
  // Two passes: the first may land on the other side of a change of offset.
  for (let pass = 0; pass < 2; pass += 1) {
    guess += asUtc - Date.parse(`${localInput(new Date(guess), zone)}:00Z`);
  }
  return new Date(guess);
}

/** `<!date^…>` and rich_text date elements: the tokens of docs.slack.dev/messaging/formatting-message-text. */
export function fillDateTokens(pattern, instant, now, zone) {
  const farOff = Math.abs(instant - now) > 182 * 86_400_000;
  const year = farOff ? { year: "numeric" } : {};
  const looks = {
    date: { day: "numeric", month: "long", ...year },
    date_short: { day: "numeric", month: "short", ...year },
    date_long: { weekday: "long", day: "numeric", month: "long", ...year },
  };
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, token) => {
    const pretty = token.endsWith("_pretty");
    const base = pretty ? token.slice(0, -7) : token;
    if (base === "date_num") return civilDate(instant, zone);
    if (base === "time") return clockTime(instant, zone);
    if (base === "time_secs") {
      return format(instant, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    }
    if (base === "ago") return ago(instant, now);
    if (base === "day_divider") return dividerDay(instant, now, zone);
    if (!looks[base]) return whole;
    return (pretty && nearDay(instant, now, zone)) || tidy(format(instant, zone, looks[base]));
  });
}

function ago(instant, now) {
  const seconds = Math.round((instant - now) / 1000);
  const relative = new Intl.RelativeTimeFormat("en-GB");
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, "second");
}
