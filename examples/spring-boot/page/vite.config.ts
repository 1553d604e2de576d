import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: { outDir: "../target/classes/static", emptyOutDir: true }, // where Spring Boot looks for files
});
