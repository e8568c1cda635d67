package org.mingjie.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;

class SearchTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430281102000,430281000000,王仙镇,town,f,f,113.59,27.73
      430281102001,430281102000,王仙社区居委会,village,f,f,113.60,27.73
      430281102200,430281102000,石桥村委会,village,f,f,113.60,27.74
      430281103000,430281000000,大王仙乡,town,f,f,113.70,27.80
      430281103200,430281103000,三队村委会,village,f,f,113.71,27.81
      430281103201,430281103000,十二队村委会,village,f,f,113.72,27.81
      430281103202,430281103000,850农场村委会,village,f,f,113.72,27.82
      430281103203,430281103000,网鲜村委会,village,f,f,113.72,27.83
      430223000000,430200000000,攸县,county,f,f,113.34,27.00
      430223100000,430223000000,石桥镇,town,f,f,113.35,27.01
      430223100200,430223100000,石桥村委会,village,f,f,113.35,27.02
      430223100201,430223100000,长乐村委会,village,f,f,113.36,27.02
      430223100202,430223100000,王光村委会,village,f,f,113.36,27.03
      440000000000,,广东省,province,f,f,,
      440281000000,440000000000,乐昌市,county,f,f,113.35,25.13
      440281100000,440281000000,坪石镇,town,f,f,113.05,25.28
      440281100200,440281100000,石桥村委会,village,f,f,113.06,25.29
      610000000000,,陕西省,province,f,f,,
      610100000000,610000000000,西安市,city,f,f,108.94,34.34
      610124000000,610100000000,先县,county,f,f,108.22,34.16
      """;

  private static final String LATER = LIST.replace("攸县", "攸城县").replace("430223100201,430223100000,长乐村委会", "430223100201,430223100000,常乐村委会");

  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private SearchService search;
  @Autowired private ReverseService reverse;
  private Importing importing;

  @BeforeEach
  void aList() {
    importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
  }

  @ParameterizedTest
  @CsvSource({"王仙镇。", "《王仙镇》", "“王仙镇”", "王仙镇！", "王\u200B仙镇", "\uFEFF王仙镇", "王仙\u00AD镇", "王仙镇？", "王仙镇\u200D"})
  void marksAndUnseenCharactersOfACopiedTextAreNoPartOfAName(String typed) {
    assertThat(search.search(typed, SearchFilter.NONE, Cursor.start(0), 10)).first()
        .satisfies(hit -> assertThat(hit.name() + " " + hit.matchedBy()).isEqualTo("王仙镇 exact"));
    assertThat(search.same(typed, "", 10).sameName()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"（王仙镇）", "(王仙镇)", "[王仙镇]", "〔王仙镇〕", "‘王仙镇’", "#王仙镇", "王仙镇（", "王仙镇·", "王仙镇/", "王仙镇.", "·王仙镇-", "\u202E王仙镇", "「王仙镇」", "（（王仙镇）",
    "王仙镇（醴陵市）", "【醴陵市】王仙镇", "醴陵市（王仙镇）"})
  void bracketsAndMarksAroundANameAreNoPartOfIt(String typed) {
    assertThat(found(typed).get(0)).startsWith("王仙镇 exact");
  }

  /** Contexts in which a character may be lost, or become another by folding. */
  private static final List<String> BESIDE = List.of("%s", "%s王", "王%s", "x%si安", "1%s", "'%sa");

  @Test
  void whateverIsTypedIsTakenApartWithoutEmptyPieces() {
    characters().forEach(c -> BESIDE.forEach(context -> {
      String typed = context.formatted(c);
      Typed read = Typed.of(typed);
      assertThat(read.elements()).as("%s, U+%04X", typed, c.codePointAt(0)).doesNotContain("");
      assertThat(read.hasLetters() && read.letters().isEmpty()).as("%s, U+%04X", typed, c.codePointAt(0)).isFalse();
      assertThat(read.isEmpty() || !read.names().contains("")).as("%s, U+%04X", typed, c.codePointAt(0)).isTrue();
    }));
  }

  @Test
  void whateverIsTypedIsAnswered() {
    List<String> typed = new ArrayList<>(List.of("(", "（", "()", "Ⅲ", "№", "℃", "ⓐ", "ʰ", "㎏", "'", "'1a", "'王a", "xi安'", "''a", "\\", "&", "|", "!", ":*", "<->"));
    List<String> all = characters().toList();
    for (int i = 0; i < all.size(); i += 41) {
      typed.add(BESIDE.get(i % BESIDE.size()).formatted(all.get(i)));
    }
    for (String one : typed) {
      assertThatCode(() -> search.search(one, SearchFilter.NONE, Cursor.start(0), 10)).as(one).doesNotThrowAnyException();
      assertThatCode(() -> search.search(one, SearchFilter.NONE.within(List.of("430281")), Cursor.start(0), 10)).as(one).doesNotThrowAnyException();
    }
  }

  /** All of the first plane that are no ideographs and no syllables of Hangul, and some of the others. */
  private static Stream<String> characters() {
    return IntStream.concat(IntStream.rangeClosed(1, 0xFFFF), IntStream.rangeClosed(0x1D400, 0x1F9FF))
        .filter(c -> Character.isDefined(c) && !Character.isIdeographic(c) && Character.getType(c) != Character.SURROGATE && (c < 0xAC00 || c > 0xD7A3))
        .mapToObj(Character::toString);
  }

  @ParameterizedTest
  @CsvSource({"wang,王仙镇", "le,乐昌市", "xi,西安市", "wa,王仙镇"})
  void aSyllableThatIsAlsoAPairOfLettersIsASyllable(String typed, String first) {
    assertThat(found(typed).get(0)).startsWith(first + " pinyin");
    assertThat(found(typed)).noneMatch(hit -> hit.contains(" contained "));
    assertThat(found(typed, SearchFilter.NONE.within(List.of("43", "44", "61"))).get(0)).startsWith(first + " pinyin");
  }

  @Test
  void lettersOfANameAreFoundAsTheyAreWritten() {
    importing.run(importing.listOf("lettered", "2018-07-31", ""), importing.file("lettered.csv", LIST.replace("长乐村委会", "LE小区居委会")));
    assertThat(found("le")).containsExactly("LE小区 prefix 石桥镇", "乐昌市 pinyin 广东省");
    assertThat(found("LE小")).containsExactly("LE小区 prefix 石桥镇");
    assertThat(found("E小区")).containsExactly("LE小区 contained 石桥镇");
    assertThat(found("le小区")).containsExactly("LE小区 exact 石桥镇");
  }

  @Test
  void charactersSoundLikeWholeSyllablesOnly() {
    assertThat(found("闲")).as("xian is no beginning of xi'an").isNotEmpty().allMatch(hit -> hit.startsWith("先县 pinyin"));
    assertThat(found("哇")).as("wa is no syllable of wang").isEmpty();
    assertThat(found("汪")).anyMatch(hit -> hit.startsWith("王仙镇 pinyin"));
  }

  @Test
  void oneLetterIsFoundWithinADivisionAClassOrABoxAsWell() {
    assertThat(search.search("w", SearchFilter.NONE.within(List.of("430281")), Cursor.start(0), 10)).extracting(SearchHit::name).contains("王仙镇", "王仙社区");
    assertThat(search.search("x", SearchFilter.NONE.within(List.of("61")), Cursor.start(0), 10)).extracting(SearchHit::name).contains("西安市", "先县");
    assertThat(search.search("w", new SearchFilter(List.of(), "215", null, null), Cursor.start(0), 10)).extracting(SearchHit::name).containsExactly("王仙镇");
    assertThat(search.search("x", new SearchFilter(List.of(), null, new double[] {108, 34, 109, 35}, null), Cursor.start(0), 10))
        .extracting(SearchHit::name).containsExactlyInAnyOrder("西安市", "先县");
  }

  @Test
  void ofASmallRegistryOneCharacterFindsAllNamesThatHaveIt() {
    assertThat(search.search("村", SearchFilter.NONE, Cursor.start(0), 50)).extracting(SearchHit::name).hasSize(9).allMatch(name -> name.endsWith("村"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "-3", "33", "3.", "３"})
  void figuresAloneStandForTheirCharactersAndForNoSound(String typed) {
    assertThat(search.search(typed, SearchFilter.NONE, Cursor.start(0), 50)).extracting(SearchHit::name).allMatch(name -> name.contains("三"));
    assertThat(search.search("8", SearchFilter.NONE, Cursor.start(0), 50)).extracting(SearchHit::name).containsExactly("850农场村");
  }

  @ParameterizedTest
  @CsvSource({"430000,43", "430200,4302", "430281,430281", "430281102,430281102", "430000000000,43", "430200000000,4302", "430281000000,430281",
    "430281102000,430281102", "430281102001,430281102001", "43,43"})
  void aCodeOfAnyLengthStandsForAllBelow(String code, String shared) {
    assertThat(UnitChains.prefix(code)).isEqualTo(shared);
  }

  /** Name, how it matched, and the division it lies in. */
  private List<String> found(String typed, SearchFilter filter) {
    return search.search(typed, filter, Cursor.start(0), 10).stream()
        .map(h -> h.name() + " " + h.matchedBy() + " " + (h.divisionPath().isEmpty() ? "" : h.divisionPath().get(h.divisionPath().size() - 1))).toList();
  }

  private List<String> found(String typed) {
    return found(typed, SearchFilter.NONE);
  }

  @ParameterizedTest(name = "{0} finds {1} by {2}")
  @CsvSource(textBlock = """
      王仙镇, 王仙镇, exact
      王仙, 王仙镇, exact
      王仙社, 王仙社区, prefix
      王, 王仙镇, prefix
      仙镇, 王仙镇, contained
      wangxianzhen, 王仙镇, pinyin
      Wángxiān Zhèn, 王仙镇, pinyin
      wang2xian1zhen4, 王仙镇, pinyin
      wang xian zhen, 王仙镇, pinyin
      wangx, 王仙镇, pinyin
      WANGXIAN, 王仙镇, pinyin
      ＷＡＮＧＸＩＡＮ, 王仙镇, pinyin
      wxz, 王仙镇, initials
      wx, 王仙镇, initials
      株zhou, 株洲市, pinyin
      zhu洲, 株洲市, pinyin
      zhu洲s, 株洲市, pinyin
      zhuzs, 株洲市, pinyin
      王先镇, 王仙镇, pinyin
      王光镇, 王仙镇, fuzzy
      株州市, 株洲市, pinyin
      醴陵 王仙, 王仙镇, exact
      王仙 醴陵, 王仙镇, exact
      石桥 醴陵 王仙, 石桥村, prefix
      王仙镇(醴陵市), 王仙镇, exact
      王仙镇（湖南省醴陵市）, 王仙镇, exact
      王仙 liling, 王仙镇, exact
      王仙·镇, 王仙镇, exact
      王仙—镇, 王仙镇, exact
      liling 王仙, 王仙镇, exact
      liling王仙镇, 王仙镇, exact
      醴陵市王仙镇, 王仙镇, exact
      湖南省株洲市醴陵市王仙镇, 王仙镇, exact
      湖南醴陵王仙镇, 王仙镇, exact
      湖南省王仙镇, 王仙镇, exact
      liling wangxian, 王仙镇, pinyin
      醴陵 wangxian, 王仙镇, pinyin
      lilingwangxian, 王仙镇, pinyin
      lilingshiwangxianzhen, 王仙镇, pinyin
      hunanwangxian, 王仙镇, pinyin
      醴陵wx, 王仙镇, initials
      湖南省株洲市, 株洲市, exact
      石橋村, 石桥村, exact
      3队村, 三队村, exact
      三队, 三队村, prefix
      12队村, 十二队村, exact
      十二队, 十二队村, prefix
      八五〇农场, 850农场村, prefix
      850, 850农场村, prefix
      zhangle, 长乐村, pinyin
      changle, 长乐村, pinyin
      changyue, 长乐村, pinyin
      株洲, 株洲市, exact
      """)
  void everyWayOfTypingFindsItFirst(String typed, String name, String by) {
    assertThat(found(typed)).as(typed).first().asString().startsWith(name + " " + by);
  }

  @Test
  void whatTheQuerySaysOfDivisionsIsTold() {
    assertThat(search.search("醴陵市石桥", 10)).first().satisfies(h -> assertThat(h.matchedWithin()).isEqualTo("醴陵市"));
    assertThat(found("醴陵市石桥")).containsExactly("石桥村 prefix 王仙镇");
    assertThat(found("攸县石桥村")).first().isEqualTo("石桥村 exact 石桥镇");
  }

  @Test
  void namesComeInTheOrderOfTheTiersAndOfImportance() {
    assertThat(found("石桥")).containsExactly("石桥镇 exact 攸县", "石桥村 prefix 石桥镇", "石桥村 prefix 王仙镇", "石桥村 prefix 坪石镇");
    assertThat(found("王仙")).startsWith("王仙镇 exact 醴陵市", "王仙社区 prefix 王仙镇", "大王仙乡 contained 醴陵市");
  }

  @Test
  void noHomophoneComesBeforeANameWithTheCharacters() {
    assertThat(found("王仙村")).containsExactly("王仙镇 fuzzy 醴陵市", "王光村 fuzzy 石桥镇", "网鲜村 pinyin 大王仙乡");
    assertThat(found("王仙")).as("nobody has mistyped").allMatch(h -> h.contains("王仙"));
  }

  @Test
  void aFormerNameLeadsToTheNameOfTodayBehindThoseCalledSoNow() {
    importing.run(importing.listOf("later", "2022-10-31", ""), importing.file("later.csv", LATER));
    List<SearchHit> hits = search.search("长乐村", 10);
    assertThat(hits).singleElement().satisfies(h -> {
      assertThat(h.matchedBy()).isEqualTo("former");
      assertThat(h.matchedText()).isEqualTo("长乐村");
      assertThat(h.name()).isEqualTo("常乐村");
      assertThat(h.currentName()).isEqualTo("常乐村");
    });
    assertThat(found("攸县石桥村")).as("the old name of the county leads into it too").first().isEqualTo("石桥村 exact 石桥镇");
  }

  @Test
  void aWrongCharacterOfTheSameSoundFindsAnOldNameBeforeOtherNames() {
    importing.run(importing.listOf("later", "2022-10-31", ""), importing.file("later.csv", LATER));
    assertThat(search.search("长月村", 10)).first().satisfies(h -> assertThat(h.name()).isEqualTo("常乐村"));
  }

  @Test
  void lettersThatTheUserPartedPutNamesCutThereFirst() {
    assertThat(found("xian")).first().isEqualTo("西安市 pinyin 陕西省");
    assertThat(found("xi'an")).first().isEqualTo("西安市 pinyin 陕西省");
    assertThat(found("xi an")).first().isEqualTo("西安市 pinyin 陕西省");
  }

  @Test
  void filtersCombine() {
    SearchFilter hunan = SearchFilter.NONE.within(List.of("43"));
    assertThat(found("石桥村", hunan)).containsExactly("石桥村 exact 石桥镇", "石桥村 exact 王仙镇");
    assertThat(found("石桥", new SearchFilter(List.of("43"), "215", null, null))).containsExactly("石桥镇 exact 攸县");
    assertThat(found("石桥", new SearchFilter(List.of(), null, new double[] {113.5, 27.5, 113.8, 28}, null))).containsExactly("石桥村 prefix 王仙镇");
    assertThat(found("shiqiao", new SearchFilter(List.of("4302"), "216", null, null))).containsExactly("石桥村 pinyin 石桥镇", "石桥村 pinyin 王仙镇");
    assertThat(found("sqc", hunan)).containsExactly("石桥村 initials 石桥镇", "石桥村 initials 王仙镇");
    assertThat(found("石桥", new SearchFilter(List.of("4403"), null, null, null))).isEmpty();
  }

  @Test
  void withinCountiesAndTownshipsNamesAreFoundByAnyPartOfThem() {
    assertThat(found("桥村", SearchFilter.NONE.within(List.of("430281")))).containsExactly("石桥村 contained 王仙镇");
    assertThat(found("桥村", SearchFilter.NONE.within(List.of("430281", "430223")))).containsExactlyInAnyOrder("石桥村 contained 王仙镇", "石桥村 contained 石桥镇");
    assertThat(found("桥村", SearchFilter.NONE.within(List.of("430281102")))).containsExactly("石桥村 contained 王仙镇");
    assertThat(found("桥村", SearchFilter.NONE.within(List.of("430281101")))).isEmpty();
    assertThat(found("醴陵 桥村")).containsExactly("石桥村 contained 王仙镇");
  }

  @Test
  void nearerPlacesComeFirstWithinATier() {
    assertThat(found("石桥村", new SearchFilter(List.of(), null, null, new double[] {113.06, 25.3}))).first().isEqualTo("石桥村 exact 坪石镇");
    assertThat(found("石桥村", new SearchFilter(List.of(), null, null, new double[] {113.36, 27.0}))).first().isEqualTo("石桥村 exact 石桥镇");
  }

  @Test
  void equallyImportantPlacesComeInTheOrderOfTheirDistance() {
    assertThat(found("石桥村", new SearchFilter(List.of(), null, null, new double[] {113.61, 27.75})))
        .containsExactly("石桥村 exact 王仙镇", "石桥村 exact 石桥镇", "石桥村 exact 坪石镇");
    assertThat(found("shiqiaocun", new SearchFilter(List.of(), null, null, new double[] {113.05, 25.2})))
        .containsExactly("石桥村 pinyin 坪石镇", "石桥村 pinyin 石桥镇", "石桥村 pinyin 王仙镇");
    assertThat(found("石桥", new SearchFilter(List.of(), null, null, new double[] {113.36, 27.03})))
        .as("nor does nearness put a name that begins so before one that is it").startsWith("石桥镇 exact 攸县", "石桥村 prefix 石桥镇", "石桥村 prefix 王仙镇");
  }

  @Test
  void sameNamesAndSameSoundsAreFoundInTheirScope() {
    assertThat(search.same("石桥村", "43", 50).sameName()).extracting(SearchHit::name).containsExactly("石桥村", "石桥村");
    assertThat(search.same("石桥村", "", 50).sameName()).hasSize(3);
    SameNames wang = search.same("王仙村", "4302", 50);
    assertThat(wang.sameName()).isEmpty();
    assertThat(wang.sameSound()).extracting(SearchHit::name).containsExactly("网鲜村");
  }

  @Test
  void codesFindTheirPlace() {
    String code = search.search("王仙镇", 1).get(0).code();
    for (String typed : List.of(code, code.toLowerCase(), "430281102", "430281102000", "430281 102")) {
      assertThat(found(typed)).as(typed).first().isEqualTo("王仙镇 code 醴陵市");
    }
    assertThat(found("430000")).first().isEqualTo("湖南省 code ");
    assertThat(found("P000000000000")).isEmpty();
  }

  @Test
  void nothingIsFoundForNothing() {
    for (String typed : List.of("", "   ", "　", "'", "%", "\\", "' OR 1=1 --", ".*", "\uD83D", "zzzzzzzz", "a".repeat(60))) {
      assertThat(found(typed)).as(typed).isEmpty();
    }
  }
}
