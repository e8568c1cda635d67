import { createApp } from 'vue'
import App from './App.vue'
import { bindDocumentLanguage, languageOfLink, useI18n } from './i18n'
import './styles/tokens.css'
import './styles/base.css'

const linked = languageOfLink(window.location.search)
if (linked !== null) useI18n().setLocale(linked)
bindDocumentLanguage()
createApp(App).mount('#app')
