import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../publish.mjs";

const row = (micros) => ({ starts: [[{ micros }, { micros }]], half: [[]] });
const standard = (rows) => ({ standard: { result: { rows, starts: { aot: {} }, held: { idle: {}, halfSent: {} } } } });

test("the README's sentence is of the transport that needs less, beside its engine alone", () => {
  const told = sentence(standard({ epoll: row(10), io_uring: row(8), "engine-epoll": row(8), "engine-io_uring": row(6) }));
  assert.match(told, /takes 8\.0 µs of CPU with io_uring and 10\.0 µs with epoll: 125,000 a second, 0\.75 of what its engine does without thinking\.\n$/);
});

test("where io_uring is not to be had it tells of epoll alone", () => {
  const failed = { starts: [[]], half: [[]], error: "io_uring is not to be had here" };
  const told = sentence(standard({ epoll: row(10), io_uring: failed, "engine-epoll": row(8), "engine-io_uring": failed }));
  assert.match(told, /takes 10\.0 µs of CPU with epoll: 100,000 a second, 0\.80 of/);
});

test("peers are named where they were measured, and no better than they are", () => {
  const rows = { epoll: row(10), io_uring: row(8), "engine-epoll": row(8), "engine-io_uring": row(6) };
  const all = { ...standard(rows), peers: { result: { rows: { ...rows, fastify: row(79), "flask-login": row(400) } } } };
  assert.match(sentence(all), /without thinking, and 9 times @fastify\/session and 50 times Flask-Login\.\n$/);
});
