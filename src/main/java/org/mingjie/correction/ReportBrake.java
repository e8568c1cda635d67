package org.mingjie.correction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** How many reports one address may send: an office behind one address has some to send, a program has many. */
@Component
class ReportBrake {

  static final int MOST = 20;
  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final int ADDRESSES = 20_000;
  private static final int NETWORK_BYTES = 8;

  private final Cache<String, AtomicInteger> sent = Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(WINDOW).build();

  /** @throws ReportRefused where the address has to wait */
  void take(String address) {
    if (sent.get(network(address), a -> new AtomicInteger()).incrementAndGet() > MOST) {
      throw new ReportRefused(ReportRefused.Reason.TOO_MANY, List.of());
    }
  }

  /** One subscriber has a whole network of IPv6 addresses (/64). */
  static String network(String address) {
    try {
      return InetAddress.getByName(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) : address;
    } catch (UnknownHostException noLiteral) {
      return address;
    }
  }
}
