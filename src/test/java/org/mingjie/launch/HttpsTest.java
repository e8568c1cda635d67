package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.mingjie.Mingjie;
import org.mingjie.RawClient;
import org.mingjie.TestDatabase;
import org.mingjie.TestFolders;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** HTTPS with a certificate of one's own. */
class HttpsTest {

  private final Path folder = TestFolders.create("mingjie-https-");

  /** A certificate and its key as PEM files. @param start and validity as keytool takes them */
  private void certificate(String name, String start, int days) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Files.deleteIfExists(store);
    Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12",
        "-storepass", "changeit", "-alias", "web", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name, "-ext", "SAN=IP:127.0.0.1",
        "-startdate", start, "-validity", Integer.toString(days)).redirectErrorStream(true).start();
    assertThat(keytool.waitFor()).as(new String(keytool.getInputStream().readAllBytes())).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), "changeit".toCharArray());
    pem(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("web").getEncoded());
    pem(folder.resolve(name + ".key"), "PRIVATE KEY", keys.getKey("web", "changeit".toCharArray()).getEncoded());
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)));
  }

  private ConfigurableApplicationContext start(String certificate, String key, String... more) {
    SpringApplication application = new SpringApplication(Mingjie.class);
    List<String> arguments = new java.util.ArrayList<>(List.of("--mingjie.database-url=" + TestDatabase.freshUrl(), "--mingjie.home=" + TestFolders.create("mingjie-home-"),
        "--mingjie.start.sample=false", "--server.port=0", "--server.address=127.0.0.1", "--management.server.port=-1", "--logging.level.root=off",
        "--mingjie.tls.certificate=" + certificate, "--mingjie.tls.key=" + key));
    arguments.addAll(List.of(more));
    return application.run(arguments.toArray(String[]::new));
  }

  /** Trusts whatever it is shown and remembers it. */
  private static HttpClient client(AtomicReference<String> shown) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String kind) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String kind) {
        shown.set(chain[0].getSubjectX500Principal().getName());
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
      }
    }}, null);
    return HttpClient.newBuilder().sslContext(trusting).build();
  }

  private static HttpResponse<String> ask(HttpClient client, int port) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/api/site")).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theServerSpeaksHttpsAndTakesARenewedCertificateWhileItRuns() throws Exception {
    certificate("first", "-1d", 30);
    Path certificate = Files.copy(folder.resolve("first.crt"), folder.resolve("web.crt"));
    Path key = Files.copy(folder.resolve("first.key"), folder.resolve("web.key"));
    try (ConfigurableApplicationContext context = start(certificate.toString(), key.toString(), "--spring.ssl.bundle.watch.file.quiet-period=200ms")) {
      int port = ((WebServerApplicationContext) context).getWebServer().getPort();
      AtomicReference<String> shown = new AtomicReference<>();
      HttpResponse<String> answer = ask(client(shown), port);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(shown).hasValue("CN=first");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValueSatisfying(told -> assertThat(told).contains("max-age=31536000"));
      assertThat(RawClient.ask(port, "GET /api/site", "")).startsWith("HTTP/1.1 400");

      certificate("second", "-1d", 30);
      Files.copy(folder.resolve("second.key"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.copy(folder.resolve("second.crt"), certificate, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Instant limit = Instant.now().plus(Duration.ofSeconds(30));
      while (!"CN=second".equals(shown.get()) && Instant.now().isBefore(limit)) {
        Thread.sleep(200);
        ask(client(shown), port);
      }
      assertThat(shown).hasValue("CN=second");
    }
  }

  private void refused(String certificate, String key, String... words) {
    assertThatThrownBy(() -> start(certificate, key).close()).isInstanceOf(StartRefused.class).hasMessageContainingAll(words);
  }

  @Test
  void whatIsWrongWithACertificateIsToldBeforeAnythingStarts() throws Exception {
    certificate("old", "-40d", 30);
    certificate("early", "+10d", 30);
    certificate("good", "-1d", 30);
    certificate("other", "-1d", 30);
    String good = folder.resolve("good.crt").toString();
    String key = folder.resolve("good.key").toString();
    refused(good, "", "MINGJIE_TLS_CERTIFICATE");
    refused("", key, "MINGJIE_TLS_KEY");
    refused(folder.resolve("missing.crt").toString(), key, "missing.crt", "读不出证书");
    refused(key, key, "读不出证书");
    refused(good, folder.resolve("missing.key").toString(), "missing.key", "读不出私钥");
    refused(good, good, "good.crt", "读不出私钥");
    refused(good, folder.resolve("other.key").toString(), "不是一对");
    refused(folder.resolve("old.crt").toString(), folder.resolve("old.key").toString(), "到期");
    refused(folder.resolve("early.crt").toString(), folder.resolve("early.key").toString(), "起才有效");
  }
}
