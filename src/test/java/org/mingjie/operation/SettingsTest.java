package org.mingjie.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(properties = {"mingjie.site.producer=某市民政局", "mingjie.session.idle=45m", "mingjie.oidc.client-secret=not-to-be-seen"})
class SettingsTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  private JsonNode settings() {
    accounts.createIfAbsent("t-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    return Browser.of(port, "t-keeper", PASSWORD).get("/api/admin/settings").json().get("settings");
  }

  private JsonNode setting(String name) {
    return settings().valueStream().filter(one -> one.get("name").asString().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aSettingTellsTheValueThatCountsAndWhereItIsFrom() {
    assertThat(setting("MINGJIE_SESSION_IDLE").get("value").asString()).isEqualTo("45m");
    assertThat(setting("MINGJIE_SESSION_IDLE").get("source").asString()).isEqualTo("command");
    assertThat(setting("MINGJIE_SESSION_ABSOLUTE").get("value").asString()).isEqualTo("12h");
    assertThat(setting("MINGJIE_SESSION_ABSOLUTE").get("source").asString()).isEqualTo("default");
    assertThat(setting("MINGJIE_POOL_SIZE").get("value").asString()).isEqualTo("12");
    assertThat(setting("MINGJIE_SITE_REVIEW_NUMBER").get("given").asBoolean()).isFalse();
    assertThat(setting("MINGJIE_LOG_FORMAT").get("source").asString()).isEqualTo("default");
  }

  @Test
  void aSecretIsNeverShown() {
    JsonNode secret = setting("MINGJIE_OIDC_CLIENT_SECRET");
    assertThat(secret.get("secret").asBoolean()).isTrue();
    assertThat(secret.get("given").asBoolean()).isTrue();
    assertThat(secret.get("value").isNull()).isTrue();
    assertThat(settings().toString()).doesNotContain("not-to-be-seen");
  }

  @ParameterizedTest
  @CsvSource({"jdbc:postgresql://db/m?user=a&password=hush&ssl=true,jdbc:postgresql://db/m?user=a&password=…&ssl=true",
    "postgresql://a:hush@db/m,postgresql://a:…@db/m", "jdbc:postgresql://db:5432/m,jdbc:postgresql://db:5432/m"})
  void anAddressLosesItsPassword(String address, String shown) {
    assertThat(KnownSettings.withoutPasswords(address)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"texts.zh-CN.ts", "texts.en.ts"})
  void everySettingIsExplainedInBothLanguages(String file) throws IOException {
    String texts = Files.readString(Path.of("web/src/desk", file));
    List<String> names = settings().valueStream().map(one -> one.get("name").asString()).toList();
    assertThat(names).contains("MINGJIE_HOME", "MINGJIE_PORT").hasSizeGreaterThan(15);
    assertThat(names).allSatisfy(name -> assertThat(texts).contains("'setting." + name + "': '"));
  }
}
