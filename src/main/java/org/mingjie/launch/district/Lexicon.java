package org.mingjie.launch.district;

import java.util.Arrays;
import java.util.List;

/** The words our fictional names are made of. A reading stands behind a character where it is not the usual one. */
final class Lexicon {

  /** Surnames, common ones first; the pick favours the first. */
  static final List<String> SURNAMES = words("""
      王 李 张 刘 陈 杨 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶
      阎 余 潘 杜 戴 夏 钟 汪 田 任rén 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 章 钱 汤 尹 黎 易 常 武
      乔 贺 赖 龚 文 庞 樊 兰 殷 施 陶 洪 翟zhái 安 颜 倪 严 牛 温 芦 季 俞 单shàn 仇qiú 解xiè 区ōu 欧 欧阳 上官 司马 冼 郜 訾 逄 晏 缪miào 敖 庾 虞
      涂 简 蓝 雷 凌 骆 麻 宁 裴 戚 饶 阮 盛shèng 童 屠 辛 闵 甄 祝 左 卓 褚chǔ 查zhā 尉迟
      """);

  /** What a natural village is when it carries a family's name. */
  static final List<String> HOMESTEADS = words("""
      湾 冲 坪 垅 坳 坝 塘 屋 墩 岭 洲 坊 铺pù 店 桥 渡 庄 圩xū 垸 畈 岗 坡 坑 沟 洞 园 寨 屯 营 老屋 新屋 大屋 祠堂 院子 台子 埠 巷 浜 厝 埕 塅 边 村 村 村 湾 冲 坪 庄
      """);

  /** Words that name a place by what is or was there; committees and natural villages alike. */
  static final List<String> SPOTS = words("""
      石桥 大塘 枫树坪 樟树下 杨梅岭 竹山背 水口 井边 老屋场cháng 茶园 双江口 三角塘 白沙 荷叶塘 鹿鸣渡 清水塘 石子zǐ岭 桃源洞 金鸡坪 铁炉冲 油榨坊fáng 瓦窑坪 社背 牛角湾
      马头岭 凤形 龙门 仙人桥 黄泥坳 狮子口 塘尾 河洲 新圩xū 旧圩xū 七里亭 五里墩 十里铺pù 二十里铺pù 三星 双牌 四方井 八角亭 九曲qū 百花亭 小水 长冲 高坪 平田 圳头
      深塘 莲塘 鱼塘 渔塘 月塘 岳塘 枣林 栗山 梅子坳 柿竹 桂花 槐树湾 柏树堂 苦竹 楠木冲 桐子zǐ坪 橘园 桑园 麻园 芦茅洲 沙洲尾 滩头 码头岭 船山 石鼓 石壁 石灰窑
      青石板 红岩 蓝田 紫云 白茅 乌石 赤坭 银坑 铜鼓 锡坪 云峰 云盘 雾露坪 晓岚 朝cháo阳 向阳 后山 庙背 寺门前 观guàn前 祠堂背 书院 学堂坪 文昌 魁星 进士坊 状元桥
      驿前 铺pù前 亭子下 路亭 关口 隘上 寨下 营盘 哨坪 屯上 枧头 水车 碓下 磨mò坊fáng 窑前 炭山 杉树坳 茶亭 温汤 冷水 响水 瀑水 龙井 灵泉 甘溪 沙溪 柳塘 花桥 望江
      临江 观澜 听松 鹤岭 雁坪 鹭洲 鸦山 鹰嘴 虎形 豹子冲 鹿坪 羊坪 马迹 犀牛 龟guī山 鲤鱼江 虾塘 蟹坑 蜂子岩 上陂bēi 陂bēi头 𪣻上 𫭟里 高车 上车 东坑 栖qī凤 藏cáng龙 六lù合
      万安 永宁 长安 太平 和hé平 同乐lè 乐lè善 乐yuè泉 乐yuè山 大堡bǔ 吴堡bǔ 五里堡pù 堡bǎo下 重chóng阳 重chóng石 行háng头 长cháng滩 大厦shà 中zhōng洲 石埭 甪直 甪湾 浒溪湾 许溪
      徐溪 柘塘 柘木 槎溪 漈头 漈上 濑口 濑溪 磜下 磜头 厝边 墩上 埕头 塅上 畲坑 畲客岭 峒口 凼子 氹边 圳口 垟心 垟头 岙底 岙里 浦口 浦边 洑溪 洑湾 涌泉 涌chōng口
      湴塘 滘口 沥口 埔头 坜背 岽下 岽背 崀上 嶂下 嶂背 垭口 垭头 岘山 岘下 圌chuí山 峤岭 嵊口 潭湾 澧口 溆溪 漉湾 汨mì坪 渌口 涢坪 浠水坪 淦坑 泸溪口 瀼溪 灞头 滃江口 芷坪
      苎田 苧zhù麻坪 茭塘 荇洲 荻港 菖蒲塘 萸坪 葛藤坪 蕨坪 蓼子湾 薜荔坑 藕塘 藠头坪 杞塘 枳坪 枇杷坞 柞岭 栎树坪 栲树湾 桕树下 梓树坪 棕树湾 楮树坪 榉树湾 槠树坪 檀木坑 榕树脚
      竹坞 梅坞 花坞 云坞 坞口 南坞 油坊fáng 染坊fáng 糖坊fáng 纸坊fáng 铁铺pù 豆腐铺pù 盐铺pù 药铺pù 香铺pù 碗窑 缸窑 砖窑 瓷窑 炉下 银炉 铜锣坪 钟楼 鼓楼 牌楼 牌坊 石狮 石马 石人 石羊
      石牛 石龟guī 石笋 石塔 石楼 石臼 石碾 石磨mò 石门 石屋 石仓 石佛 塔下 塔前 阁老坊 太师桥 尚书坊 将jiàng军岭 都督坪 御书楼 御史坊 翰林坊 举人屋 秀才湾 孝子zǐ坊 义井 义门 义渡 仁里 德里
      礼村 智村 信义 忠信 和睦 谐里 富春 富田 富水 兴隆 兴旺 丰乐lè 丰田 丰溪 安乐lè 安坪 安溪 宁坪 宁远桥 泰和 泰山庙 康乐lè 福田 福塘 寿山 寿田 吉水 𠮷水坪 喜鹊湾 鸳鸯塘 凤凰台 麒麟山
      金盆 金龟guī 金钩 银盆 玉泉 玉屏 玉带桥 珠湖 珠坑 珍珠泉 宝塔 宝盖 宝石 琴台 棋盘石 书堂 画眉坪 笔山 墨池 砚池 诗墩 晒谷坪 晒书台 打石坑 打铁坳 打鼓坪 挂榜山 洗马塘 饮yìn马池 拴马桩 落马桥
      歇马亭 走马坪 跑马岭 上马石 下马桥 回龙 回龙湾 盘龙 卧龙 青龙 黄龙 白龙 乌龙 龙潭口 龙泉 龙塘 龙溪 龙头 龙尾 龙背 龙冈 凤冈 凤山 凤塘 凤尾 鹤塘 鹤形 燕子岩 雁落坪 鹧鸪坪 杜鹃岭 白鹭塘 鸬鹚湾
      """);

  /** Single words before which 上 下 大 小 … stand. */
  static final List<String> BASES = words("""
      湾 坪 塘 冲 垅 坑 岭 洲 坝 圩xū 坊 桥 渡 埠 屋 村 庄 田 洞 潭 滩 溪 浦 港 坳 坡 墩 寨 营 屯 畈 垸 园 林 桑 竹 柳 枫 樟 松 杉 梅 桃 李 荷 莲 麦 稻 茶 油 窑 炉 碓 仓 亭 庙 塔 陂bēi 圳
      """);
  static final List<String> PREFIXES = words("上 下 大 小 新 老 东 西 南 北 前 后 里 外 中 高 长 横 斜 双 三 四 五 七 八 九 百 千 半 古 旧 石 沙 黄 白 青 红 乌");

  /** What villages were called in hopeful years. */
  static final List<String> HOPES = words("新民 新华 新建 新生 和hé平 建设 光明 前进 跃进 胜利 团结 东风 红星 红旗 友谊 幸福 朝zhāo晖 曙光 黎明 五一 八一 三八 富强 振兴xīng 联合 永丰 卫国 工农");

  /** Names of streets of our days. */
  static final List<String> NEW_WORDS = words("""
      新民 新华 新建 新生 和hé平 建设 光明 前进 跃进 胜利 团结 东风 红星 红旗 解jiě放 人民 民主 友谊 幸福 朝zhāo晖 曙光 黎明 向阳 五一 八一 三八 富强 振兴xīng 兴xīng业 创业 文明 文化 文明 学院 科技 迎宾 环城 滨江 沿河 江滨 公园 体育 工农 卫国 长宁 建国 中zhōng山 青年 朝cháo阳 滨河 云山 江南 江北 东湖 南湖 西湖 北湖 人和hé 春风 凤鸣 龙翔xiáng 兴xīng隆 广场 站前 学府 育才 园林 新城 振业 鹤翔xiáng 浣huàn花
      """);

  /** Old streets: what the town was. */
  static final List<String> OLD_STREETS = words("""
      东门 西门 南门 北门 东正 西正 南正 北正 鼓楼 钟楼 文庙 武庙 县前 府前 衙后 学宫 书院 贡院 城隍庙 关帝庙 观guàn音阁 米市 盐市 鱼市 柴市 布市 花市 牛市 竹器 铁匠 打铜 纸马 裁缝féng 当dàng铺pù 染坊fáng 油坊fáng 豆豉 茶馆
      码头 大码头 盐码头 柴码头 河边 上河 下河 半边 十字 丁字 三元 状元 进士 翰林 石板 青石 井头 双井 四眼井 塘边 桥头 高墈 天妃 万寿宫 禹王宫 江西会馆guǎn
      """);

  static final List<String> MOUNTAINS = words("""
      云台/山 九峰/岭 鹤顶/山 大围/山 雷公/尖 石屏/山 望夫/岭 凤翼/山 天子zǐ/岭 白云/嶂 八面/山 笔架/山 马鞍/岭 罗汉/峰 金钟/岭 青龙/嶂 香炉/峰 老鹰/尖 帽子/岭 朝cháo天/峰 大罗/山 七星/岭 仙女/峰 双乳/岭 黄茅/尖 牛背/岭
      五指/山 高寨/岭 莲花/山 乌云/界 磨mò盘/山 狮子/岩 猫儿/石 铜锣/岭 将jiàng军/峰 玉笥/山 紫金/山 卓笔/峰 天柱/峰 天门/岭 云雾/山 佛子zǐ/岭 羊角/尖 鸡公/岭 大脑/坡 摩天/岭 分水/岭 界牌/岭 武功/岭 丫髻/山 东华/山 西华/山
      太阳/山 月亮/岩 棋盘/山 宝盖/山 观guàn音/岩 老君/岩 葛gě仙/峰 灵官/峰 大帽/山 小帽/山 梧桐/嶂 银瓶/嶂 七娘/嶂 蜡烛/峰 屏风/山 龙王/尖 火焰/山 寒婆/坳 风门/坳 燕子/岩 百丈/崖 千丈/岩 尖峰/岭 平顶/山 骆驼/峰 牛轭/岭 犁头/尖
      独秀/峰 石笋/峰 蟠龙/山 伏虎/岭 卧牛/山 飞凤/山 落雁/岭 栖qī霞/岭 听泉/岭 万松/岭 千竹/岭 桐柏bǎi/山 茶子zǐ/岭 杨梅/尖 枫树/岭 杜鹃/岭 野猪/岭 豺狗/岭 猴子/岩 豹子/岭 麂子/岭 锦鸡/岭 白马/尖 黑石/顶 红岩/顶 黄石/寨
      五岳/尖 方山/岭 长cháng岗/岭 大岗/山 芙蓉/山 雪峰/尖 霜风/岭 日照/岭 晚霞/岭
      """);

  static final List<String> RIVERS = words("""
      浒溪 松涧 柳溪 横岭/河 罗/江 大垅/溪 桐溪 双溪 白水/河 黄沙/溪 怀水 木塘/河 界首/河 乐yuè溪 赤溪 石泉/河 金溪 洞溪 漈溪 观音/溪 竹溪 三岔/河 圩xū塘/港 南浦/河 马溪 石镜/溪 洑水 铅yán溪 太平/港 水车/溪
      凤溪 东埠/港 桥头/溪 圩xū溪 泷shuāng溪 北塘/港 五里/溪 大泽/河 甪水 西湖/港 怀溪 大洞/溪 长cháng坪/溪 北岭/溪 岭脚/溪 垟溪 杉溪 云溪 古塘/河 白鹤/溪 龙/溪 渔溪 甘溪 沙溪 槎溪 柘溪 濑溪 㳇fú溪 芦溪 清溪 锦/江 乌溪
      富溪 泸溪 渌水 浠水 涢水 滃/江 澧溪 溆溪 汨mì水 瀼溪 淦水 茶溪 桃溪 梅溪 莲溪 荷溪 枫溪 樟溪 楠溪 檀溪 榉溪 苎溪 荻溪 葛gě溪 蓼溪 鹿溪 马尾/溪 鹤溪 雁溪 凤尾/溪 龙尾/溪 鲤/溪 虎溪 羊溪 牛溪 金沙/溪 银溪 铜溪 铁溪
      锡溪 玉溪 石溪 岩溪 窑溪 冷水/溪 响水/溪 温水/溪 甜水/溪 长cháng溪 小溪 深溪 曲qū溪 回溪 双江/河 新溪 古溪 前溪 后溪 东溪 西溪 南溪 北溪 上溪 下溪
      """);

  /** Generic terms of the small streams. */
  static final List<String> BROOKS = words("溪 坑 涧 沟 港 水 冲 溪 坑");

  /** Specific terms of schools and halls beside those that carry their place's name. */
  static final List<String> SCHOOLS = words("第一中zhōng学 第二中zhōng学 实验小学 中zhōng心小学 初级中zhōng学 卫生院 文化馆guǎn 图书馆guǎn 人民医院 敬老院 体育馆guǎn 幼儿园");

  private Lexicon() {}

  static List<String> words(String text) {
    return List.copyOf(Arrays.asList(text.trim().split("\\s+")));
  }
}
