import { createApp } from 'vue'
import App from './App.vue'
import { bindDocumentLanguage } from './i18n'
import './styles/tokens.css'
import './styles/base.css'

bindDocumentLanguage()
createApp(App).mount('#app')
