export const janesLogin = {
  login: true,
  user: { id: "u1", username: "jane", name: "Jane Doe" },
  session: {
    id: "s1",
    createdAt: "2026-01-01T12:00:00Z",
    authenticatedAt: "2026-01-01T12:00:00Z",
    expiresAt: "2036-01-08T12:00:00Z",
    idleExpiresAt: "2036-01-01T13:00:00Z",
    fresh: true,
    remembered: false,
  },
};
