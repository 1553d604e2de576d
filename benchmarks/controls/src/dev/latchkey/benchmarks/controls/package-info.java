/**
 * What an engine can do when it need not think: the answers are recorded from the real server, and every request for a path
 * gets that path's answer with the same status, headers and body. Cookies are received and parsed as HTTP, never looked at.
 */
package dev.latchkey.benchmarks.controls;
