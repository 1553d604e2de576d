import { createRouter } from "sv-router";
import LoginPage from "../pages/LoginPage.svelte";
import NotFoundPage from "../pages/NotFoundPage.svelte";
import UserPage from "../pages/UserPage.svelte";

export const { navigate, route } = createRouter({
  "/": LoginPage,
  "/user": UserPage,
  "/user/*": UserPage,
  "*": NotFoundPage,
});
