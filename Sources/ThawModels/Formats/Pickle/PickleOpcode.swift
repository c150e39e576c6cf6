/// The opcodes that describe data, of protocols 2 to 5.
enum PickleOpcode: UInt8 {
  case protocolVersion = 0x80
  case frame = 0x95
  case stop = 0x2E
  case mark = 0x28
  case pop = 0x30
  case popMark = 0x31
  case duplicate = 0x32

  case none = 0x4E
  case `true` = 0x88
  case `false` = 0x89
  case integer1 = 0x4B
  case integer2 = 0x4D
  case integer4 = 0x4A
  case long1 = 0x8A
  case long4 = 0x8B
  case double = 0x47
  case text1 = 0x8C
  case text4 = 0x58
  case text8 = 0x8D
  /// Python 2's strings.
  case string1 = 0x55
  case string4 = 0x54
  case bytes1 = 0x43
  case bytes4 = 0x42
  case bytes8 = 0x8E

  case emptyTuple = 0x29
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case tuple = 0x74
  case emptyList = 0x5D
  case list = 0x6C
  case append = 0x61
  case appends = 0x65
  case emptyDictionary = 0x7D
  case dictionary = 0x64
  case setItem = 0x73
  case setItems = 0x75

  case get1 = 0x68
  case get4 = 0x6A
  case put1 = 0x71
  case put4 = 0x72
  case memoize = 0x94

  case global = 0x63
  case stackGlobal = 0x93
  case reduce = 0x52
  case build = 0x62
  case persistentID = 0x51
}
