import { createApp } from 'vue'
import { bindDocumentLanguage } from '../i18n'
import DeskApp from './DeskApp.vue'
import '../styles/tokens.css'
import './element.css'
import '../styles/base.css'
import './desk.css'

bindDocumentLanguage()
createApp(DeskApp).mount('#app')
