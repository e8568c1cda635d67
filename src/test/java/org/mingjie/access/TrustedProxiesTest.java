package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", " 127.0.0.1", "fd00::/8", ""));

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {
    "127.0.0.1 | 203.0.113.7 | 203.0.113.7",
    "127.0.0.1 | 198.51.100.1, 203.0.113.7 | 203.0.113.7", // the client has written the first
    "127.0.0.1 | 203.0.113.7, 10.1.2.3 | 203.0.113.7", // a proxy behind another
    "127.0.0.1 | 203.0.113.7:41234 | 203.0.113.7",
    "127.0.0.1 | [2001:db8::1]:443 | 2001:db8::1",
    "fd00::5 | 2001:db8::1 | 2001:db8::1",
    "127.0.0.1 | 203.0.113.7, unknown | 127.0.0.1", // what is no address is not passed over
    "127.0.0.1 | 203.0.113.999 | 127.0.0.1",
    "127.0.0.1 | names.example.cn | 127.0.0.1",
    "127.0.0.1 | '' | 127.0.0.1",
    "127.0.0.1 | 10.9.9.9 | 10.9.9.9", // ours alone
    "203.0.113.7 | 198.51.100.1 | 203.0.113.7"}) // no proxy of ours
  void theClientIsTheLastAddressThatIsNoneOfOurs(String peer, String forwarded, String client) {
    assertThat(proxies.client(peer, List.of(forwarded))).isEqualTo(client);
  }

  @Test
  void linesOfTheHeaderAreOneList() {
    assertThat(proxies.client("127.0.0.1", List.of("198.51.100.1", "203.0.113.7, 10.0.0.1"))).isEqualTo("203.0.113.7");
    assertThat(proxies.client("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
  }

  @Test
  void aNetworkThatIsNoneIsToldAtTheStart() {
    assertThatThrownBy(() -> new TrustedProxies(List.of("10.0.0.0/99"))).hasMessageContaining("MINGJIE_TRUSTED_PROXIES").hasMessageContaining("10.0.0.0/99");
  }
}
