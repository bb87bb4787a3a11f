/** What people use in a conversation with a shop or a service; whoever wants another has their own keyboard's. */
export const emoji = (
  '😀 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😋 😎 🤔 🤨 😐 😏 🙄 😬 😴 😷 🤒 🥳 😕 😟 🙁 😮 😲 😳 🥺 😢 😭 😱 😖 😞 😤 😡 ' +
  '👍 👎 👌 👋 🙏 👏 🙌 💪 🤝 ✌️ 🤞 👀 ❤️ 🧡 💚 💙 💔 🔥 ✨ ⭐ 🎉 🎁 ✅ ❌ ❓ ❗ 💡 📦 🚚 📷 💳 🕐 📅 📍 📎 ☕'
).split(' ')
