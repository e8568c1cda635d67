import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const server = process.env.MINGJIE_SERVER ?? 'http://127.0.0.1:8080'
const leafletGlobal = fileURLToPath(new URL('./src/leaflet-global.ts', import.meta.url))

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: [{ find: /^leaflet$/, replacement: leafletGlobal }] },
  build: {
    target: 'es2020', modulePreload: { polyfill: false }, reportCompressedSize: true,
    // pages made on the server find their files by the manifest
    manifest: true,
    rollupOptions: { input: ['index.html', 'desk.html', 'src/page/main.ts'] },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/tiles', '/ogc', '/webjars', '/place', '/report'].map((path) => [path, server])),
  },
  test: { environment: 'jsdom', include: ['test/**/*.test.ts'], restoreMocks: true },
})
