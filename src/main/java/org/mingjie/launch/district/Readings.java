package org.mingjie.launch.district;

import java.util.HashMap;
import java.util.Map;

/** The reading each character of our lexicon usually has in a place name: 浒 xǔ, 圩 xū, 甪 lù, 埔 bù, 铺 pù. */
final class Readings {

  private static final String TABLE = """
      ā 阿; ài 隘; ān 安鞍; ào 坳岙; áo 敖; bà 坝灞; bā 八; bái 白; bǎi 柏百; bàn 半湴; bǎn 板; bāng 浜; bǎng 榜; bào 豹; bǎo 保堡宝;
      bèi 背; bēi 碑陂; běi 北; bì 壁薜; bǐ 笔; biān 边; bīn 宾滨; bù 埔埠布; cài 蔡; cái 才裁; cáng 藏; cāng 仓; cáo 曹; chà 岔;
      chá 槎茶; chái 柴豺; chǎn 产; cháng 常长; chāng 昌畅菖; chǎng 厂场; cháo 朝; chē 车; chén 陈; chéng 城埕澄程; chì 赤; chí 池迟;
      chóng 重; chōng 冲; chū 初; chǔ 楮褚; chuán 传船; chuàng 创; chuí 圌; chún 淳; chūn 春; cí 慈瓷祠鹚; cuī 崔; cūn 村; cuò 厝;
      dà 大; dǎ 打; dài 代埭带戴; dān 单; dàng 凼氹; dāng 当; dǎng 党; dào 稻道; dé 德; dèng 邓; dì 地帝第; dí 荻; dǐ 底; diàn 店;
      dīng 丁; dǐng 顶; dòng 峒洞; dōng 东岽; dǒng 董; dòu 豆; dōu 都; dù 杜渡; dú 独; dū 督; duàn 塅段; duì 碓队; dūn 墩; è 轭鄂;
      èr 二; ér 儿; fā 发; fàn 畈范; fán 樊; fàng 放; fáng 防; fāng 坊方; fēi 妃飞; fēn 分; fèng 凤; féng 冯缝; fēng 丰峰枫蜂风; fù 傅富阜;
      fú 㳇伏佛洑福芙; fū 夫; fǔ 府腐; gài 盖; gǎi 改; gàn 淦赣; gān 甘; gāng 冈缸; gǎng 岗港; gào 郜; gāo 高; gé 葛阁革; gē 戈; gòng 贡;
      gōng 公共功宫工龚; gōu 沟钩; gǒu 狗; gù 固顾; gū 鸪; gǔ 古故谷鼓; guà 挂; guān 关官观; guǎn 馆; guāng 光; guǎng 广; guì 桂贵; guī 龟;
      guó 国; guō 郭; hàn 汉翰; hán 寒韩; háng 杭行; hǎo 郝; hè 贺鹤; hé 何合和核河荷; hēi 黑; héng 横; hóng 洪红鸿; hòu 后; hóu 侯猴;
      hù 户护; hú 湖胡; hǔ 虎; huà 化画; huá 华; huā 花; huái 怀槐; huán 环; huáng 凰煌隍黄; huì 会; huí 回; huī 晖灰辉; huǒ 火;
      jì 季技漈纪迹髻; jí 吉级𠮷; jī 鸡; jǐ 麂; jià 架; jiā 家; jiǎ 贾; jiàn 建涧; jiān 尖; jiǎn 枧简; jiàng 匠; jiāng 姜将江; jiǎng 蒋;
      jiào 峤滘藠; jiāo 茭; jiǎo 脚角; jiè 界; jié 杰结; jiē 街阶; jiě 解; jìn 进; jīn 金; jǐn 锦; jìng 敬镜; jīng 京经; jǐng 井景;
      jiù 旧桕臼; jiǔ 九; jù 剧聚; jú 橘; jū 居; jǔ 举榉; juān 鹃; jué 蕨; jūn 军君均; kāi 开; kàn 墈; kāng 康; kǎo 栲; kè 客; kē 科;
      kēng 坑; kǒng 孔; kǒu 口; kù 库; kǔ 苦; kuí 魁; là 蜡; lài 濑赖; lán 兰岚澜蓝; làng 崀; lǎo 老; lè 乐; lèi 类; léi 雷; lěng 冷;
      lì 例利坜栎栗沥烈荔; lí 犁黎; lǐ 李澧礼里鲤; lián 联莲; liàng 亮; liáng 梁; liào 廖; liǎo 蓼; lín 临林陵麟; líng 凌灵; lǐng 岭; liù 六;
      liú 刘; liǔ 柳; lóng 泷隆龙; lǒng 垅; lóu 楼; lǒu 𪣻; lù 渌漉甪路陆露鹭鹿; lú 卢泸炉芦鸬; lǚ 吕; lǜ 绿; lún 轮; luò 落骆; luó 罗锣; má 麻;
      mǎ 码马; mài 麦; mào 帽; máo 毛茅; māo 猫; méi 梅眉; mén 门; mèng 孟; mì 汨; mǐ 米; miàn 面; miào 妙庙缪; mín 民; mǐn 闵闽;
      mìng 命; míng 明鸣; mò 墨; mó 摩磨; mù 墓木牧睦; nán 南楠; nǎo 脑; ní 倪坭泥; niàn 念; niǎn 碾; niáng 娘; níng 宁; niú 牛; nóng 农;
      nǚ 女; ōu 欧𫭟; ǒu 藕; pá 杷; pái 牌; pán 盘蟠; pān 潘; páng 庞逄; pǎo 跑; péi 裴; pén 盆; péng 彭; pí 枇; píng 坪屏平瓶; pó 婆;
      pō 坡; pù 瀑铺; pú 蒲; pǔ 浦; qì 器磜; qí 旗棋麒; qī 七戚栖; qǐ 杞; qián 前潜钱; qiān 千铅; qiáng 强; qiáo 乔桥; qín 琴秦; qīng 清青;
      qiú 仇; qiū 邱; qū 区曲; quán 泉; què 鹊; qún 群; rán 然; rǎn 染; ràng 瀼; ráo 饶; rèn 任; rén 人仁; rì 日; róng 榕蓉; rǔ 乳;
      ruǎn 阮; sān 三; sāng 桑; sēn 森; shà 厦; shā 沙; shài 晒; shàn 善; shān 山杉; shàng 上尚; shào 哨邵; shè 社设; shē 畲;
      shēn 深; shěn 沈; shèng 嵊盛胜; shēng 生; shěng 省; shì 士市柿示豉; shí 十实时石; shī 师施狮诗; shǐ 史; shòu 寿; shǒu 首; shù 术树;
      shū 书; shǔ 曙; shuān 拴; shuāng 双霜; shuǐ 水; shùn 顺; sì 四寺笥; sī 司; sòng 宋; sōng 松; sù 速; sū 苏; sūn 孙; sǔn 笋;
      tǎ 塔; tài 太泰; tái 台; tàn 炭; tán 檀潭谭; tān 滩; táng 唐堂塘糖; tāng 汤; táo 桃陶; téng 藤; tǐ 体; tián 甜田; tiān 天; tiě 铁;
      tíng 亭庭; tīng 听; tóng 同桐童铜; tōng 通; tǒng 统; tóu 头; tú 图屠涂; tǔ 土; tuán 团; tún 屯; tuó 驼; wǎ 瓦; wài 外; wàn 万;
      wān 湾; wǎn 晚皖碗; wàng 旺望; wáng 王; wāng 汪; wèi 卫魏; wéi 围; wěi 委尾纬; wén 文; wēn 温; wēng 滃; wò 卧; wù 坞雾; wú 吴梧;
      wū 乌屋; wǔ 五武; xì 系; xī 息浠溪熙犀西锡; xǐ 喜洗; xià 下夏; xiá 霞; xiā 虾; xiàn 县岘线; xiān 仙; xiǎn 冼; xiàng 向巷项; xiāng 乡湘香;
      xiǎng 响; xiào 孝; xiāo 萧; xiǎo 小晓; xiè 蟹谢; xié 斜谐; xiē 歇; xìn 信; xīn 心新欣辛; xìng 兴幸荇; xíng 形邢; xīng 星; xióng 熊;
      xiù 秀绣; xù 溆; xú 徐; xū 圩墟; xǔ 浒许; xuān 宣; xué 学; xuē 薛; xuě 雪; yá 崖衙; yā 丫垭鸦; yǎ 雅; yàn 晏焰燕砚雁验; yán 严岩沿盐阎颜;
      yǎn 眼; yáng 垟杨羊阳; yāng 鸯; yào 药; yáo 姚窑; yè 业叶; yě 野; yì 义易翼艺谊驿; yí 颐; yī 一伊医; yín 银; yīn 殷音; yǐn 尹饮;
      yíng 营迎; yīng 鹰; yǐng 影; yǒng 永涌; yòu 右幼; yóu 油; yǒu 友; yù 尉御玉育裕; yú 于余俞渔萸虞鱼; yǔ 庾禹; yuàn 垸院; yuán 元园源袁;
      yuān 鸳; yuǎn 远; yuè 岳月粤跃; yún 云涢耘; yǔn 陨; zǎo 枣; zé 泽; zēng 曾; zhà 榨; zhā 查; zhài 寨; zhái 翟; zhàn 站;
      zhàng 丈嶂; zhāng 张樟章; zhào 照; zhè 柘鹧; zhèn 圳振镇; zhēn 珍甄; zhèng 政正郑; zhì 智治; zhí 直; zhǐ 址指枳纸芷; zhōng 中忠钟;
      zhōu 周洲; zhù 柱祝苎苧; zhú 烛竹; zhū 朱槠猪珠; zhǔ 主; zhuān 砖; zhuàng 状; zhuāng 庄桩; zhuó 卓; zi 子; zì 字自; zī 訾; zǐ 梓紫;
      zōng 宗棕; zōu 邹; zǒu 走; zuǐ 嘴; zuò 柞; zuǒ 左;
      zhōu 州; nián 年; fèng 凤; yǒng 永; bù 步; xiào 校; bó 博; wù 物; zhí 职; yùn 运; cuì 翠; yàn 堰; xì 戏; tī 梯; lòng 弄; chéng 成; jiāo 交; wù 务; huán 还; liáng 良; yuán 原; tà 踏; shuò 朔;
      """;

  private static final Map<Integer, String> USUAL = new HashMap<>();

  static {
    for (String entry : TABLE.strip().split(";\\s*")) {
      String[] f = entry.split(" ");
      f[1].codePoints().forEach(c -> USUAL.put(c, f[0]));
    }
  }

  private Readings() {}

  /** @throws IllegalArgumentException for a character the lexicon never uses */
  static String usual(int character) {
    String reading = USUAL.get(character);
    if (reading == null) throw new IllegalArgumentException("no reading for " + Character.toString(character) + "; add it to the table");
    return reading;
  }
}
