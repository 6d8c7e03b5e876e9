/** The emoji shortcodes a work message uses. Any other stays as it was typed, as in a workspace that lacks it. */

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", clap: "👏", raised_hands: "🙌", pray: "🙏",
  muscle: "💪", ok_hand: "👌", point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", eyes: "👀",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", negative_squared_cross_mark: "❎",
  warning: "⚠️", exclamation: "❗", question: "❓", information_source: "ℹ️", no_entry: "⛔", no_entry_sign: "🚫",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", large_green_square: "🟩", white_large_square: "⬜",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", stopwatch: "⏱️", clock1: "🕐", clock9: "🕘",
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", bell: "🔔", no_bell: "🔕", mega: "📣", loudspeaker: "📢",
  speech_balloon: "💬", thought_balloon: "💭", bulb: "💡", mag: "🔍", pushpin: "📌", round_pushpin: "📍",
  paperclip: "📎", link: "🔗", lock: "🔒", unlock: "🔓", key: "🔑", memo: "📝", pencil: "📝", pencil2: "✏️",
  clipboard: "📋", page_facing_up: "📄", books: "📚", bookmark: "🔖", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", bar_chart: "📊", email: "✉️", envelope: "✉️", inbox_tray: "📥", outbox_tray: "📤",
  package: "📦", telephone_receiver: "📞", phone: "☎️", house: "🏠", office: "🏢", handshake: "🤝", seedling: "🌱",
  sunny: "☀️", zap: "⚡", fire: "🔥", star: "⭐", sparkles: "✨", rocket: "🚀", tada: "🎉", trophy: "🏆", medal: "🏅",
  heart: "❤️", blue_heart: "💙", green_heart: "💚", smile: "😄", slightly_smiling_face: "🙂", grinning: "😀",
  joy: "😂", wink: "😉", blush: "😊", thinking_face: "🤔", neutral_face: "😐", cry: "😢", sweat_smile: "😅",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrow_upper_right: "↗️",
  arrows_counterclockwise: "🔄", repeat: "🔁", heavy_plus_sign: "➕", heavy_minus_sign: "➖", one: "1️⃣", two: "2️⃣",
  three: "3️⃣", four: "4️⃣", five: "5️⃣", six: "6️⃣", seven: "7️⃣", eight: "8️⃣", nine: "9️⃣", keycap_ten: "🔟",
  coffee: "☕", ear: "👂", busts_in_silhouette: "👥", bust_in_silhouette: "👤", robot_face: "🤖", gear: "⚙️",
  wrench: "🔧", hammer_and_wrench: "🛠️", construction: "🚧", traffic_light: "🚦", white_flag: "🏳️", checkered_flag: "🏁",
};

/** The character for a shortcode without its colons, or null. */
export const emoji = (name) => (Object.hasOwn(EMOJI, name) ? EMOJI[name] : null);

/** Shortcodes in plain text, replaced. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emoji(name) ?? whole);
