import { createLatchkey } from "@latchkey/client";
import { latchkeyPlugin, loginGuard } from "@latchkey/client/vue";
import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import App from "./App.vue";
import { askForPassword } from "./asking.ts";
import LoginForm from "./LoginForm.vue";
import NoteList from "./NoteList.vue";

const latchkey = createLatchkey({
  baseUrl: import.meta.env.VITE_API ?? "http://localhost:8080", // another origin than the page's
  reauthenticate: askForPassword,
});
const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: NoteList, meta: { login: true } },
    { path: "/login", component: LoginForm },
  ],
});
router.beforeEach(loginGuard(latchkey, "/login")); // leads to /login?next=/
createApp(App).use(latchkeyPlugin(latchkey)).use(router).mount("#app");
