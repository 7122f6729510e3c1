import { defineConfig } from "vite";

// One file, so that one script tag is all that a page needs.
export default defineConfig({
  build: {
    lib: { entry: "src/footnote-chat.ts", formats: ["es"], fileName: () => "footnote-chat.js" },
    target: "es2022",
    reportCompressedSize: false,
    rolldownOptions: { output: { minify: true } },
  },
  logLevel: "warn",
});
