package supervisor

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

const (
	// certificateEnv is the environment variable that gives a plugin the
	// certificate of its host, as go-plugin's own AutoMTLS does.
	certificateEnv = "PLUGIN_CLIENT_CERT"
	// peerName is whom the certificates of host and plugin are for.
	peerName = "localhost"
	// validity outlasts every run; a certificate lives as long as its process.
	validity = 10 * 365 * 24 * time.Hour
)

// identity makes the certificate by which one process of a plugin knows its
// host, and returns the host's side of the connection and what the plugin is to
// find in its environment. The plugin answers with a certificate of its own.
//
// It is what AutoMTLS does, on the curve P-256: AutoMTLS takes P-521, which the
// TLS of gRPC's C core (Python, C++, Ruby) does not accept in a client's
// certificate (grpc/grpc issue 41089).
func identity() (*tls.Config, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, "", fmt.Errorf("make a key: %w", err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, "", fmt.Errorf("make a serial number: %w", err)
	}
	now := time.Now()
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: peerName},
		DNSNames:              []string{peerName},
		SerialNumber:          serial,
		NotBefore:             now.Add(-validity), // the clock may be put back
		NotAfter:              now.Add(validity),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
		IsCA:                  true, // it signs itself
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, "", fmt.Errorf("make a certificate: %w", err)
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		MinVersion:   tls.VersionTLS12,
		ServerName:   peerName,
	}
	return config, certificateEnv + "=" + string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), nil
}
