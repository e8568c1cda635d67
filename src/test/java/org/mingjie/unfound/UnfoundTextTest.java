package org.mingjie.unfound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnfoundTextTest {

  @ParameterizedTest
  @CsvSource({"虎子岭,虎子岭", "'  虎子岭　 ',虎子岭", "ＨＵＺＩ　Ling,huzi ling", "hu  zi ling,hu zi ling", "第3生产队,第3生产队", "G4国道,g4国道", "㐂村,㐂村", "𤭁子沟,𤭁子沟", "老街（东）,老街(东)"})
  void whatMeansTheSameIsKeptInOneWriting(String typed, String kept) {
    assertThat(UnfoundText.of(typed)).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "虎", "13800138000", "张三13800138000", "张三 138-0013-8000", "430281199001011234", "zhang@example.cn", "https://example.org/a", "430281", "<b>虎子岭", "虎子岭\u202E", "'; DROP TABLE place",
    "138.1234.5678张三", "138（1234）5678张", "李四138-- 1234 -- 5678", "一三八一二三四五六七八", "壹叁捌壹贰叁肆伍陆柒捌", "13八1234五678", "湘A12345", "QQ12345", "张三家住天和小区5栋302室",
    "王小明身份证", "邮箱abc(at)qq.com", "www.evil.cn",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"})
  void whatIsNoNameOrMayTellOfAPersonIsNotKept(String typed) {
    assertThat(UnfoundText.of(typed)).isEmpty();
  }
}
