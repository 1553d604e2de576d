import { createRouter } from "sv-router";
import LoginPage from "../pages/LoginPage.svelte";
import NotFoundPage from "../pages/NotFoundPage.svelte";
import PasswordPage from "../pages/PasswordPage.svelte";
import RegisterPage from "../pages/RegisterPage.svelte";
import SessionsPage from "../pages/SessionsPage.svelte";
import UserPage from "../pages/UserPage.svelte";

export const { navigate, route } = createRouter({
  "/": LoginPage,
  "/login": LoginPage,
  "/register": RegisterPage,
  "/user": UserPage,
  "/user/*": UserPage,
  "/sessions": SessionsPage,
  "/password": PasswordPage,
  "*": NotFoundPage,
});
