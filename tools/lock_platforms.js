// Complete package-lock.json with Foundry's packages for other platforms.
//
// npm leaves optional packages out of a lock file when the registry that it asked does not carry them, and
// `npm ci` then refuses that lock file on every platform. Only their names, versions and platforms are added:
// npm fetches such a package only on the platform that it is for.
"use strict";

const fs = require("fs");
const path = require("path");

const FILE = path.join(__dirname, "..", "package-lock.json");
const CPU = { amd64: "x64", arm64: "arm64" };

/** The lock entry of a platform's package, which its name ends with: -linux-amd64. */
function entry(name, version, parent) {
  const [system, processor] = name.split("-").slice(-2);
  const found = { version, cpu: [CPU[processor]], license: parent.license, optional: true, os: [system] };
  return parent.dev ? { ...found, dev: true } : found;
}

const lock = JSON.parse(fs.readFileSync(FILE, "utf8"));
const { "": root, ...packages } = lock.packages;
for (const [folder, parent] of Object.entries(packages)) {
  if (!folder.startsWith("node_modules/@foundry-rs/")) continue;
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    packages[`node_modules/${name}`] ??= entry(name, version, parent);
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = { "": root, ...Object.fromEntries(sorted) };
fs.writeFileSync(FILE, JSON.stringify(lock, null, 2) + "\n");
