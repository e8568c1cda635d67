import { createApp } from 'vue'
import { speak } from '../i18n'
import PlaceMap from './PlaceMap.vue'

export function mountMap(box: HTMLElement, code: string): void {
  speak(document.documentElement.lang === 'en' ? 'en' : 'zh-CN')
  createApp(PlaceMap, { code }).mount(box)
}
